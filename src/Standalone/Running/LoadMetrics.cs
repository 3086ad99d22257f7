using System.Globalization;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Metrics;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Running;

/// <summary>What was loaded, as metrics: the same families in both editions, of which each compiles this file.</summary>
internal sealed class LoadMetrics(Func<IngestTotals> read, TimeProvider time) : IMetricSource
{
    private const string LastPollHelp = "When the last look at the source ended, in seconds since 1970.";

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var totals = read();
        Records(text, totals);
        text.Gauge("movies_ingest_files", "Drop files by what has become of them.");
        foreach (var (state, count) in totals.Files)
            text.Sample("movies_ingest_files", count, ("state", LedgerPages.Spell(state)));
        One(text.Counter, text, "movies_ingest_files_ingested_total", "Files ingested, changed ones again.", totals.FilesIngested);
        One(text.Counter, text, "movies_ingest_bytes_total", "Bytes of the drop files ingested, as stored.", totals.Bytes);
        One(text.Counter, text, "movies_ingest_polls_total", "Looks at the source that came to their end.", totals.Polls);
        One(text.Counter, text, "movies_ingest_failed_polls_total", "Looks at the source that failed.", totals.FailedPolls);
        One(text.Counter, text, "movies_ingest_retries_total", "Attempts at drop files that had failed before.", totals.Retries);
        Waiting(text, totals);
        Notifications(text, totals);
        Sources(text, totals);
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

    private void Waiting(MetricsText text, IngestTotals totals)
    {
        var age = totals.OldestWaiting is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        One(text.Gauge, text, "movies_ingest_oldest_waiting_seconds",
            "For how long the drop file that has waited longest waits to be ingested; 0 when none does.", age.TotalSeconds);
    }

    private static void Notifications(MetricsText text, IngestTotals totals)
    {
        One(text.Counter, text, "movies_ingest_notifications_total", "Notifications taken.", totals.NotificationsTaken);
        One(text.Counter, text, "movies_ingest_notifications_dropped_total", "Notifications for which there was no room.",
            totals.NotificationsDropped);
        One(text.Gauge, text, "movies_ingest_notifications_waiting", "Notified objects still to be looked at.",
            totals.NotificationsWaiting);
    }

    private static void Sources(MetricsText text, IngestTotals totals)
    {
        const string polled = "movies_ingest_source_last_poll_time_seconds";
        text.Gauge(polled, "When the last complete look at a source ended, in seconds since 1970; 0 before that.");
        var names = Names(totals);
        for (var i = 0; i < names.Length; i++)
            text.Sample(polled, totals.Sources[i].LastPoll is { } last ? last.ToUnixTimeMilliseconds() / 1000.0 : 0, ("source", names[i]));
        const string failures = "movies_ingest_source_failures_in_a_row";
        text.Gauge(failures, "Looks at a source that failed since the last complete one.");
        for (var i = 0; i < names.Length; i++)
            text.Sample(failures, totals.Sources[i].FailuresInARow, ("source", names[i]));
    }

    /// <summary>What sources are called elsewhere, and where two are called alike, their number among these: no series may be there twice.</summary>
    private static string[] Names(IngestTotals totals)
    {
        var alike = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. totals.Sources.Select(source =>
        {
            var name = SourceName.Shown(source.Name);
            var number = alike[name] = alike.GetValueOrDefault(name) + 1;
            return number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
        })];
    }

    private static void One(Action<string, string> begin, MetricsText text, string name, string help, double value)
    {
        begin(name, help);
        text.Sample(name, value);
    }
}
