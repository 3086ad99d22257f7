using System.Globalization;
using MovieGrains.Catalog.Records;
using MovieGrains.Http.Metrics;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Running;

/// <summary>What was loaded, as metrics: the same families in both editions, of which each compiles this file.</summary>
/// <param name="read">What was loaded by this process.</param>
/// <param name="places">The sources that this process is configured with, whoever polls them.</param>
/// <param name="poll">How often they are looked at; null for what is usual.</param>
/// <param name="time">The clock.</param>
internal sealed class LoadMetrics(Func<IngestTotals> read, IReadOnlyList<SourcePlace> places, TimeSpan? poll, TimeProvider time) : IMetricSource
{
    private const string LastPollHelp = "When the last look at the source ended, in seconds since 1970.";

    private readonly Dictionary<string, string> _names = Names(places);

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
            One(text.Gauge, text, "movies_ingest_last_poll_time_seconds", LastPollHelp, Seconds(last));
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

    private void Sources(MetricsText text, IngestTotals totals)
    {
        const string polled = "movies_ingest_source_last_poll_time_seconds";
        text.Gauge(polled, "When the last complete look at a source ended, in seconds since 1970; 0 before that.");
        foreach (var source in totals.Sources)
            text.Sample(polled, Seconds(source.LastPoll), ("source", NameOf(source)));
        const string answered = "movies_ingest_source_last_answer_time_seconds";
        text.Gauge(answered, "When a source last gave whoever polls it its list or a piece of a file, in seconds since 1970; 0 before that.");
        foreach (var source in totals.Sources)
            text.Sample(answered, Seconds(source.LastAnswer), ("source", NameOf(source)));
        const string failures = "movies_ingest_source_failures_in_a_row";
        text.Gauge(failures, "Looks at a source that failed since the last complete one.");
        foreach (var source in totals.Sources)
            text.Sample(failures, source.FailuresInARow, ("source", NameOf(source)));
        // Told by all that are configured with a source: else nobody would miss one that none of them polls.
        const string interval = "movies_ingest_source_poll_interval_seconds";
        text.Gauge(interval, "From one look at a source to the next, as it should be, whoever polls it.");
        foreach (var place in places)
            text.Sample(interval, (poll ?? place.UsualInterval).TotalSeconds, ("source", _names[place.Name]));
    }

    private string NameOf(SourceTotals source) => _names.GetValueOrDefault(source.Name) ?? SourceName.Shown(source.Name);

    /// <summary>What sources are called elsewhere, and where two are called alike, their number among these: no series may be there twice,
    /// and each is called the same by every process.</summary>
    private static Dictionary<string, string> Names(IEnumerable<SourcePlace> places)
    {
        var (names, alike) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var place in places)
        {
            var name = SourceName.Shown(place.Name);
            var number = alike[name] = alike.GetValueOrDefault(name) + 1;
            names[place.Name] = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
        }
        return names;
    }

    private static double Seconds(DateTimeOffset? moment) => moment is { } at ? at.ToUnixTimeMilliseconds() / 1000.0 : 0;

    private static void One(Action<string, string> begin, MetricsText text, string name, string help, double value)
    {
        begin(name, help);
        text.Sample(name, value);
    }
}
