using MovieGrains.Http.Metrics;
using MovieGrains.Ingest;

namespace MovieGrains.Standalone.Running;

/// <summary>What was loaded, as metrics.</summary>
internal sealed class LoadMetrics(Ingester ingester) : IMetricSource
{
    private const string LastPollHelp = "When the last look at the source ended, in seconds since 1970.";

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var totals = ingester.Totals;
        Records(text, totals);
        text.Gauge("movies_ingest_files", "Drop files by what has become of them.");
        foreach (var (state, count) in totals.Files)
            text.Sample("movies_ingest_files", count, ("state", state.ToString()));
        One(text.Counter, text, "movies_ingest_files_ingested_total", "Files ingested, changed ones again.", totals.FilesIngested);
        One(text.Counter, text, "movies_ingest_bytes_total", "Bytes of the drop files ingested, as stored.", totals.Bytes);
        One(text.Counter, text, "movies_ingest_polls_total", "Looks at the source that came to their end.", totals.Polls);
        One(text.Counter, text, "movies_ingest_failed_polls_total", "Looks at the source that failed.", totals.FailedPolls);
        if (totals.FirstLoad is { } first)
            One(text.Gauge, text, "movies_ingest_first_load_seconds", "How long the first load took.", first.TotalSeconds);
        if (totals.LastPoll is { } last)
            One(text.Gauge, text, "movies_ingest_last_poll_time_seconds", LastPollHelp, last.ToUnixTimeMilliseconds() / 1000.0);
    }

    private static void Records(MetricsText text, IngestTotals totals)
    {
        const string name = "movies_ingest_records_total";
        text.Counter(name, "Records by what has become of them.");
        text.Sample(name, totals.Added, ("outcome", "added"));
        text.Sample(name, totals.Updated, ("outcome", "updated"));
        text.Sample(name, totals.Unchanged, ("outcome", "unchanged"));
        text.Sample(name, totals.Deleted, ("outcome", "deleted"));
        text.Sample(name, totals.Rejected, ("outcome", "rejected"));
    }

    private static void One(Action<string, string> begin, MetricsText text, string name, string help, double value)
    {
        begin(name, help);
        text.Sample(name, value);
    }
}
