using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Polling;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Spooling;

namespace MovieGrains.Ingest;

/// <summary>Keeps a catalogue up to date with the drop files of some sources.</summary>
/// <remarks>
/// Each poll lists a whole source and reads what the ledger says is new or changed, oldest first, then by key (ordinal).
/// Sources are polled side by side, so that one that hangs or fails holds up no other. Readers of the catalogue see a poll's
/// files all at once, unless that takes more memory than a batch may.
/// </remarks>
public sealed class Ingester : IDisposable
{
    private readonly Ledger _ledger;
    private readonly NotificationQueue _notifications;
    private readonly SpoolFolder _spool;
    private readonly IngestProgress _progress;
    private readonly ILogger<Ingester> _log;
    private readonly SourceLoop[] _loops;
    private readonly TaskCompletionSource _firstLoad = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _loadLock = new();
    private readonly HashSet<SourceLoop> _notLoaded;
    private bool _isRestored;

    /// <summary>An ingester that has not polled yet.</summary>
    /// <param name="sources">The sources; no two of one name.</param>
    /// <param name="sink">Takes the records and the ledger's rows.</param>
    /// <param name="ledger">What is known of files.</param>
    /// <param name="notifications">Word of objects of the same sources.</param>
    /// <param name="options">How files are polled and fed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads retries.</param>
    /// <param name="log">The log.</param>
    /// <exception cref="InvalidOperationException">An option is out of its range.</exception>
    public Ingester(
        IEnumerable<IObjectSource> sources, IRecordSink sink, Ledger ledger, NotificationQueue notifications,
        IngestOptions options, TimeProvider time, Random random, ILogger<Ingester> log)
        : this(sources, sink, ledger, notifications, options, time, random, log, null)
    {
    }

    /// <summary>An ingester with a spool folder of a test's own.</summary>
    internal Ingester(
        IEnumerable<IObjectSource> sources, IRecordSink sink, Ledger ledger, NotificationQueue notifications,
        IngestOptions options, TimeProvider time, Random random, ILogger<Ingester> log, SpoolFolder? spool)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(notifications);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        (_ledger, _notifications, _log) = (ledger, notifications, log);
        _spool = spool ?? new SpoolFolder(options.SpoolFolder);
        _progress = new IngestProgress(time);
        var parts = new IngestParts(sink, ledger, notifications, _spool, options, time, new Backoff(random), _progress, log);
        _loops = LoopsOf([.. sources], parts);
        _notLoaded = [.. _loops];
        if (_loops.Length == 0)
            EndFirstLoad();
    }

    /// <summary>
    /// Completes once every source has been polled, so that all that could be read is in the catalogue; or could not be polled
    /// though its first load was complete in a process before, so that the catalogue has what it had. Cancelled when
    /// <see cref="RunAsync"/> ends before that.
    /// </summary>
    public Task FirstLoad => _firstLoad.Task;

    /// <summary>Whether the first load of every source is complete, in this process or in one before: then the catalogue is
    /// fit to be asked, though polling may find what is newer. Known after <see cref="Restore"/>.</summary>
    public bool WasLoaded => Array.TrueForAll(_loops, static loop => loop.Poller.IsLoaded);

    /// <summary>What it has done so far.</summary>
    public IngestTotals Totals => _progress.Totals with
    {
        Files = Enum.GetValues<FileState>().ToDictionary(static state => state, _ledger.Count),
        OldestWaiting = _ledger.OldestWaiting(),
        NotificationsTaken = _notifications.Taken,
        NotificationsDropped = _notifications.Dropped,
        NotificationsWaiting = _notifications.Waiting,
        Sources = Array.ConvertAll(_loops, static loop => loop.Totals),
    };

    /// <summary>Reads the ledger's rows back, once the catalogue has its notes; and clears the spool folder. Polling does it
    /// when nobody did.</summary>
    public void Restore()
    {
        lock (_loadLock)
        {
            if (_isRestored)
                return;
            _isRestored = true;
            _spool.Clear();
            var unknown = _ledger.Restore();
            if (unknown.Count > 0)
                _log.RowsUnknown(unknown.Count, unknown[0]);
            if (_ledger.Known is > 0 and var known)
                _log.Restored(known);
        }
    }

    /// <summary>Polls every source at once and then at each interval, and takes notifications in between, until cancelled. A poll
    /// that fails is logged, and a later one tries again.</summary>
    /// <returns>Completes, without an exception, when cancelled.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Restore();
            await LoopAsync(cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // This is how it ends; and what fails while it ends is made good by the next start.
        }
        finally
        {
            _firstLoad.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Polls every source once; waits while another poll of it runs.</summary>
    /// <remarks>
    /// Throws when a source can't be listed or the sink fails, once all have been polled; what is committed by then stays, and is
    /// in the ledger.
    /// </remarks>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        Restore();
        await ForAllAsync(poller => poller.PollAsync(cancellationToken));
    }

    /// <summary>Looks at objects that notifications have named.</summary>
    internal Task TakeNotificationsAsync(CancellationToken cancellationToken)
    {
        Restore();
        return ForAllAsync(poller => poller.TakeNotificationsAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var loop in _loops)
            loop.Dispose();
    }

    private SourceLoop[] LoopsOf(IObjectSource[] sources, IngestParts parts)
    {
        if (sources.Select(static source => source.Name).Distinct(StringComparer.Ordinal).Count() != sources.Length)
            throw new ArgumentException("Two sources have the same name.", nameof(sources));
        return Array.ConvertAll(sources, source => new SourceLoop(source, parts, sources.Length > 1, Loaded));
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] running =
        [
            Task.Delay(Timeout.Infinite, end.Token),
            .. _loops.Select(loop => loop.PollRepeatedlyAsync(end.Token)),
            .. _loops.Select(loop => loop.TakeNotificationsRepeatedlyAsync(end.Token)),
        ];
        try
        {
            // A loop ends by itself only when it is broken: then all are to end, and whoever runs them is told.
            await await Task.WhenAny(running);
        }
        finally
        {
            await end.CancelAsync();
            // Nobody may dispose what they stand on before they have ended.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForAllAsync(Func<SourcePoller, Task> what)
    {
        var tasks = Array.ConvertAll(_loops, loop => what(loop.Poller));
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failures = tasks.Where(static task => task.IsFaulted).Select(static task => task.Exception!.InnerException!).ToList();
        if (failures.Count > 1)
            throw new AggregateException(failures);
        if (failures.Count == 1)
            ExceptionDispatchInfo.Throw(failures[0]);
        await Task.WhenAll(tasks);
    }

    private void Loaded(SourceLoop loop)
    {
        lock (_loadLock)
        {
            if (!_notLoaded.Remove(loop) || _notLoaded.Count > 0)
                return;
        }
        EndFirstLoad();
    }

    private void EndFirstLoad()
    {
        _progress.FirstLoadEnded();
        _firstLoad.TrySetResult();
    }
}
