using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Polling;

/// <summary>Counts what is done, for all sources together. Safe for several threads.</summary>
internal sealed class IngestProgress(TimeProvider time)
{
    private readonly Lock _lock = new();
    private IngestTotals _totals = new() { Files = new Dictionary<FileState, int>() };
    private long? _started;

    /// <summary>The counts so far.</summary>
    public IngestTotals Totals
    {
        get
        {
            lock (_lock)
                return _totals;
        }
    }

    /// <summary>Whether <see cref="FirstLoadEnded"/> was.</summary>
    public bool IsLoaded => Totals.FirstLoad is not null;

    /// <summary>A poll begins.</summary>
    public void PollBegan()
    {
        lock (_lock)
            _started ??= time.GetTimestamp();
    }

    /// <summary>A poll came to its end.</summary>
    public void PollEnded() => Change(totals => totals with { Polls = totals.Polls + 1, LastPoll = time.GetUtcNow() });

    /// <summary>A poll failed.</summary>
    public void PollFailed() => Change(static totals => totals with { FailedPolls = totals.FailedPolls + 1 });

    /// <summary>Every source has been polled.</summary>
    public void FirstLoadEnded() =>
        Change(totals => totals with { FirstLoad = totals.FirstLoad ?? time.GetElapsedTime(_started ?? time.GetTimestamp()) });

    /// <summary>A file was tried, and its row is durable.</summary>
    public void Tried(LedgerEntry entry) => Change(totals =>
    {
        if (entry.Attempts > 1)
            totals = totals with { Retries = totals.Retries + 1 };
        return entry.Report is { } report ? totals.With(report, entry.Version.Bytes) : totals;
    });

    private void Change(Func<IngestTotals, IngestTotals> change)
    {
        lock (_lock)
            _totals = change(_totals);
    }
}
