using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest;

/// <summary>Keeps a catalogue up to date with the drop files of one source.</summary>
/// <remarks>
/// Each poll lists the whole source and reads what the ledger says is new or changed, oldest first, then by key
/// (ordinal). Readers of the catalogue see a poll's files all at once, unless they have more records than a batch may.
/// </remarks>
public sealed class Ingester : IDisposable
{
    private readonly IObjectSource _source;
    private readonly IRecordSink _sink;
    private readonly Ledger _ledger;
    private readonly IngestOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Ingester> _log;
    private readonly FileFeed _feed;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _firstLoad = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _totalsLock = new();
    private IngestTotals _totals = new() { Files = new Dictionary<FileState, int>() };
    private HashSet<SourceFault> _unlisted = [];
    private long? _firstPoll;
    private string? _failure;

    /// <summary>An ingester that has not polled yet.</summary>
    /// <exception cref="InvalidOperationException">An option is out of its range.</exception>
    public Ingester(
        IObjectSource source, IRecordSink sink, Ledger ledger, IngestOptions options, TimeProvider time, ILogger<Ingester> log)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        (_source, _sink, _ledger, _options, _time, _log) = (source, sink, ledger, options, time, log);
        _feed = new FileFeed(source, options.BlockBytes, time);
    }

    /// <summary>
    /// Completes once a poll has come to its end: all that could be read is in the catalogue. Cancelled when
    /// <see cref="RunAsync"/> ends before that.
    /// </summary>
    public Task FirstLoad => _firstLoad.Task;

    /// <summary>What it has done so far.</summary>
    public IngestTotals Totals
    {
        get
        {
            var files = Enum.GetValues<FileState>().ToDictionary(state => state, _ledger.Count);
            lock (_totalsLock)
                return _totals with { Files = files };
        }
    }

    /// <summary>Polls at once and then at each interval, until cancelled. A poll that fails is logged, and the next one tries again.</summary>
    /// <returns>Completes, without an exception, when cancelled.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, _time);
        // A folder is read without ever waiting; whoever starts the loop must not wait for the first load.
        await Task.Yield();
        try
        {
            do
                await TryPollAsync(cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This is how it ends.
        }
        finally
        {
            _firstLoad.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Polls once; waits while another poll runs. Also for notifications, which only hurry what would come anyway.</summary>
    /// <remarks>
    /// Throws when the source can't be listed or the sink fails; what is committed by then stays, and is in the ledger.
    /// </remarks>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _firstPoll ??= _time.GetTimestamp();
            await FeedAsync(await ListDueAsync(cancellationToken), cancellationToken);
            Change(totals => totals with
            {
                Polls = totals.Polls + 1,
                LastPoll = _time.GetUtcNow(),
                FirstLoad = totals.FirstLoad ?? _time.GetElapsedTime(_firstPoll.Value),
            });
            _firstLoad.TrySetResult();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PollAsync(cancellationToken);
            _failure = null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Change(totals => totals with { FailedPolls = totals.FailedPolls + 1 });
            Report(e);
        }
    }

    private async Task<List<SourceObject>> ListDueAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var due = new List<SourceObject>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var unlisted = new HashSet<SourceFault>();
        await foreach (var version in _source.ListAsync(fault => unlisted.Add(fault), cancellationToken))
        {
            if (keys.Add(version.Key) && _ledger.Observe(_source.Name, version, now))
                due.Add(version);
        }
        Report(unlisted);
        _ledger.KeepOnly(_source.Name, keys, unlisted);
        due.Sort(static (a, b) =>
            a.LastModified.CompareTo(b.LastModified) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key));
        return due;
    }

    /// <summary>Logs what was not so at the last poll: the same line every two seconds would hide all others.</summary>
    private void Report(HashSet<SourceFault> unlisted)
    {
        foreach (var fault in unlisted.Where(fault => !_unlisted.Contains(fault)))
            _log.PlaceUnlisted(fault);
        _unlisted = unlisted;
    }

    /// <summary>What fails at each poll for the same reason is news once; what the system says of itself needs no stack.</summary>
    private void Report(Exception failure)
    {
        var level = string.Equals(failure.Message, _failure, StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Error;
        _failure = failure.Message;
        if (failure is IOException or UnauthorizedAccessException)
            _log.SourceFailed(level, failure.Message);
        else
            _log.PollFailed(level, failure);
    }

    private async Task FeedAsync(List<SourceObject> due, CancellationToken cancellationToken)
    {
        using var batch = new PollBatch(_sink, Conclude);
        foreach (var version in due)
        {
            if (await _feed.FeedAsync(version, batch, cancellationToken) is { } refused)
                Conclude(version, refused);
            if (batch.Records >= _options.BatchRecords)
                await batch.CommitAsync(cancellationToken);
        }
        await batch.CommitAsync(cancellationToken);
    }

    private void Conclude(SourceObject version, FileEnding ending)
    {
        Log(version, ending);
        if (ending.Report is { } report)
            Change(totals => totals.With(report));
        var now = _time.GetUtcNow();
        _ledger.Conclude(_source.Name, version, entry => entry with
        {
            Outcome = ending.Outcome,
            Attempts = entry.Attempts + 1,
            LastAttempt = now,
            Report = ending.Report,
            Fault = ending.Fault,
        });
    }

    private void Log(SourceObject version, FileEnding ending)
    {
        if (ending.Report is not null)
            _log.FileIngested(version.Key, ending.Report);
        else if (ending.Outcome == FileState.Quarantined)
            _log.FileQuarantined(version.Key, ending.Fault!);
        else
            _log.FileFailed(LevelOf(version, ending), version.Key, ending.Fault!.Reason);
    }

    /// <summary>A file that fails at each poll for the same reason is news once.</summary>
    private LogLevel LevelOf(SourceObject version, FileEnding ending) =>
        _ledger.Find(_source.Name, version.Key)?.Fault == ending.Fault ? LogLevel.Debug : LogLevel.Warning;

    private void Change(Func<IngestTotals, IngestTotals> change)
    {
        lock (_totalsLock)
            _totals = change(_totals);
    }
}
