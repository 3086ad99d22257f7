using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Standalone.Storage;

/// <summary>How the data folder is, as metrics.</summary>
internal sealed class StorageMetrics(Func<StorageStatus> read) : IMetricSource
{
    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var status = read();
        WriteCommits(text, status);
        WriteFiles(text, status);
        WriteRefusals(text, status.Refused);
        if (status.Recovery is { } recovery)
            WriteRecovery(text, recovery);
    }

    private static void WriteCommits(MetricsText text, StorageStatus status)
    {
        One(text.Counter, text, "movies_storage_commits_total", "Commits made durable since the start.", status.Commits);
        One(text.Counter, text, "movies_storage_syncs_total", "Syncs that made a commit durable.", status.Syncs);
        One(text.Counter, text, "movies_storage_appended_bytes_total", "Bytes appended to the log.", status.Bytes);
        One(text.Counter, text, "movies_storage_snapshots_total", "Snapshots taken since the start.", status.Snapshots);
        One(text.Counter, text, "movies_storage_failed_snapshots_total", "Snapshots that failed.", status.FailedSnapshots);
    }

    private static void WriteFiles(MetricsText text, StorageStatus status)
    {
        One(text.Gauge, text, "movies_storage_log_bytes", "Bytes of log that a start would read now.", status.LogBytes);
        One(text.Gauge, text, "movies_storage_snapshot_bytes", "Bytes of the newest snapshot.", status.SnapshotBytes);
        if (status.SnapshotTime is { } time)
            One(text.Gauge, text, "movies_storage_snapshot_time_seconds",
                "When the newest snapshot was begun, in seconds since 1970.", time.ToUnixTimeMilliseconds() / 1000.0);
    }

    private static void WriteRefusals(MetricsText text, WriteRefusal? refused)
    {
        const string name = "movies_storage_writes_refused";
        text.Gauge(name, "1 while writes are refused for this reason.");
        text.Sample(name, refused is WriteRefusal.StorageFull ? 1 : 0, ("reason", "full"));
        text.Sample(name, refused is WriteRefusal.StorageFailed ? 1 : 0, ("reason", "failed"));
    }

    private static void WriteRecovery(MetricsText text, RecoveryReport recovery)
    {
        One(text.Gauge, text, "movies_storage_recovery_seconds", "How long the last start read.", recovery.Duration.TotalSeconds);
        One(text.Gauge, text, "movies_storage_recovery_torn_bytes", "Bytes of an interrupted write that it cut off.",
            recovery.TornBytes);
        One(text.Gauge, text, "movies_storage_recovery_losses", "Losses that it reported; each is an error in the log.",
            recovery.Lost.Count);
    }

    private static void One(Action<string, string> begin, MetricsText text, string name, string help, double value)
    {
        begin(name, help);
        text.Sample(name, value);
    }
}
