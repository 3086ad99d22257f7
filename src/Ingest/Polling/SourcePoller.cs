using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using MovieGrains.Ingest.Feeding;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Polling;

/// <summary>Reads what one source has new: all of it in a poll, or what notifications name.</summary>
/// <remarks>Polls and notifications take turns: two of them at once would read a file twice.</remarks>
internal sealed class SourcePoller : IDisposable
{
    /// <summary>Notified objects looked at in one turn: each is a request to the source, and a poll may be waiting.</summary>
    private const int MaxNotified = 100;

    /// <summary>How long a file that is gone keeps its row.</summary>
    private static readonly TimeSpan GoneKept = TimeSpan.FromDays(30);

    /// <summary>How many files of a source that are gone keep their rows.</summary>
    private const int MaxGone = 100_000;

    /// <summary>How often rows of files long gone are looked for.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    private readonly IObjectSource _source;
    private readonly IngestParts _parts;
    private readonly Ledger _ledger;
    private readonly SourceLog _log;
    private readonly FileFeed _feed;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Action _onLoaded;
    private volatile StrongBox<DateTimeOffset>? _lastPoll;
    private volatile StrongBox<DateTimeOffset>? _lastAnswer;
    private DateTimeOffset _nextSweep;

    /// <summary>A poller that has not polled yet.</summary>
    /// <param name="source">The source.</param>
    /// <param name="parts">What it shares with others.</param>
    /// <param name="log">Is told what is news.</param>
    /// <param name="onLoaded">Told of each poll that comes to its end.</param>
    public SourcePoller(IObjectSource source, IngestParts parts, SourceLog log, Action onLoaded)
    {
        (_source, _parts, _ledger, _log, _onLoaded) = (source, parts, parts.Ledger, log, onLoaded);
        _feed = new FileFeed(source, parts.Spool, parts.Options, parts.Time, Answered);
    }

    /// <summary>When the last poll that came to its end did; null before that.</summary>
    public DateTimeOffset? LastPoll => _lastPoll?.Value;

    /// <summary>When the source last gave its list or a piece of a file; null before that.</summary>
    public DateTimeOffset? LastAnswer => _lastAnswer?.Value;

    /// <summary>Whether its first load has come to its end, in this process or in one before.</summary>
    public bool IsLoaded => _ledger.IsLoaded(_source.Name);

    /// <summary>Polls once; waits while another poll runs.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _parts.Progress.PollBegan();
            using var batch = NewBatch();
            var due = await ListAsync(batch, cancellationToken);
            await FeedAsync(due, batch, cancellationToken);
            if (!IsLoaded)
                batch.Keep(LoadedNotes.Of(_source.Name));
            await batch.CommitAsync(cancellationToken);
            Ended();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks at the objects that notifications have named, some at a time.</summary>
    public async Task TakeNotificationsAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var batch = NewBatch();
            var due = new List<LedgerEntry>();
            var failure = await LookAsync(_parts.Notifications.Take(_source, MaxNotified), batch, due, cancellationToken);
            await FeedAsync(due, batch, cancellationToken);
            await batch.CommitAsync(cancellationToken);
            failure?.Throw();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Lists the source.</summary>
    /// <returns>What is to be read, oldest first, then by key (ordinal).</returns>
    private async Task<List<LedgerEntry>> ListAsync(PollBatch batch, CancellationToken cancellationToken)
    {
        var now = _parts.Time.GetUtcNow();
        var (due, returned, unlisted) = (new List<LedgerEntry>(), new List<LedgerEntry>(), new HashSet<SourceFault>());
        _ledger.BeginListing(_source.Name);
        await foreach (var version in _source.ListAsync(fault => unlisted.Add(fault), cancellationToken))
        {
            var sighting = _ledger.SeeListed(_source.Name, version, now);
            if (sighting != Sighting.Known)
                (sighting == Sighting.Due ? due : returned).Add(_ledger.Find(_source.Name, version.Key)!);
        }
        Answered();
        _log.Unlisted(unlisted);
        var gone = _ledger.Missing(_source.Name, unlisted).Select(entry => entry with { GoneAt = now });
        batch.Change(_ledger.WithRejected([.. returned, .. gone]));
        Sweep(batch, now);
        return due;
    }

    /// <summary>Looks at objects that notifications name, until the source fails; those left are for the next poll.</summary>
    /// <returns>How the source failed; null when it did not.</returns>
    private async ValueTask<ExceptionDispatchInfo?> LookAsync(
        IReadOnlyList<string> keys, PollBatch batch, List<LedgerEntry> due, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var key in keys)
                Look(key, await _source.FindAsync(key, cancellationToken), batch, due);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Looks at one object that a notification names.</summary>
    private void Look(string key, SourceObject? version, PollBatch batch, List<LedgerEntry> due)
    {
        var now = _parts.Time.GetUtcNow();
        var sighting = version is null ? Sighting.Known : _ledger.See(_source.Name, version, now);
        if (_ledger.Find(_source.Name, key) is not { } entry)
            return;
        if (sighting == Sighting.Due)
            due.Add(entry);
        else if (sighting == Sighting.Returned)
            batch.Change(_ledger.WithRejected([entry]));
        else if (version is null && !entry.IsGone)
            batch.Change(_ledger.WithRejected([entry with { GoneAt = now }]));
    }

    private void Sweep(PollBatch batch, DateTimeOffset now)
    {
        if (now < _nextSweep)
            return;
        _nextSweep = now + SweepInterval;
        batch.Change(_ledger.LongGone(_source.Name, now - GoneKept, MaxGone).Select(static entry => new LedgerChange(entry, null, true)));
    }

    private async Task FeedAsync(List<LedgerEntry> due, PollBatch batch, CancellationToken cancellationToken)
    {
        due.Sort(static (a, b) => a.Version.LastModified.CompareTo(b.Version.LastModified) is var order and not 0
            ? order
            : string.CompareOrdinal(a.Key, b.Key));
        foreach (var file in due)
        {
            if (await _feed.FeedAsync(file, batch, cancellationToken) is { } refused)
                batch.Refused(file, refused, RetryAfter(file, refused));
            if (IsFull(batch))
                await batch.CommitAsync(cancellationToken);
        }
    }

    private TimeSpan? RetryAfter(LedgerEntry file, FileEnding ending) =>
        ending.Outcome == FileState.FailedWillRetry ? _parts.Backoff.OfFile(file.Attempts + 1) : null;

    /// <summary>A first load's batches are as large as may be: they become the parts of an index that has none yet.</summary>
    private bool IsFull(PollBatch batch) => _ledger.WasEmpty && !_parts.Progress.IsLoaded
        ? batch.Records >= _parts.Options.BatchRecords
        : batch.StagedBytes >= _parts.Options.SliceBytes;

    private PollBatch NewBatch() => new(_parts.Sink, _ledger, _parts.Time, Tried);

    private void Tried(LedgerEntry before, LedgerChange change)
    {
        _log.Tried(before, change);
        _parts.Progress.Tried(change.Entry);
    }

    private void Answered() => _lastAnswer = Now();

    private StrongBox<DateTimeOffset> Now() => new(_parts.Time.GetUtcNow());

    private void Ended()
    {
        _ledger.MarkLoaded(_source.Name);
        _lastPoll = Now();
        _parts.Progress.PollEnded();
        _onLoaded();
    }
}
