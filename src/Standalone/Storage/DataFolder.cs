using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Standalone.Storage;

/// <summary>The folder that makes a store's commits durable, and gives them back at the next start.</summary>
/// <remarks>
/// In the order of its life: <see cref="Open"/>, <see cref="Restore"/>, <see cref="TakeSnapshots"/>, commits, disposal. The
/// state of the log is touched by whoever appends or rotates. The store lets only one do so at a time, by its writer's turn; a
/// second one is refused, rather than let two frames be written to one place.
/// </remarks>
internal sealed class DataFolder : ICommitLog, IAsyncDisposable
{
    private readonly FolderLock? _lock;
    private readonly FolderFiles _files;
    private readonly StorageMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SnapshotPolicy _policy;
    private readonly SemaphoreSlim _turn = new(1);
    private LogFile? _log;
    private Action<Action> _aside = static work => work();
    private Snapshots? _snapshots;
    private bool _isRestored;
    private long _last;
    private int _disposed;

    /// <summary>A folder on any disk, which somebody else keeps for us or nobody does.</summary>
    internal DataFolder(IDisk disk, string path, FolderLock? folderLock, SnapshotPolicy policy, TimeProvider time, ILogger logger)
    {
        _lock = folderLock;
        _time = time;
        _logger = logger;
        _files = new FolderFiles(disk, path, time);
        _meter = new StorageMeter(time, logger);
        _policy = policy;
    }

    /// <summary>How it is. Any thread may ask.</summary>
    public StorageStatus Status => _meter.Status;

    /// <summary>Takes a folder for this process; makes it, if need be. Nothing is read yet.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="leastLog">Bytes of log under which no snapshot is taken.</param>
    /// <param name="time">Stamps files and measures.</param>
    /// <param name="logger">Told what an operator should know.</param>
    /// <exception cref="IOException">Another process has it, or it can't be written; the message is for an operator.</exception>
    public static DataFolder Open(string path, long leastLog, TimeProvider time, ILogger<DataFolder> logger)
    {
        var folder = Path.GetFullPath(path);
        var folderLock = FolderLock.Take(folder);
        if (!folderLock.KeepsOthersOut)
            logger.NotLocked(folder);
        var policy = new SnapshotPolicy(leastLog);
        return new DataFolder(LocalDisk.Instance, folder, folderLock, policy, time, logger);
    }

    /// <summary>Brings a store back to what the folder has. Once, and before anything is appended.</summary>
    /// <param name="begin">Gives a fresh restore. Called again when a snapshot turns out to be damaged, and never when there is
    /// nothing to read; the last one given is finished.</param>
    /// <exception cref="InvalidDataException">It can't be read, or is a later release's; nothing was changed.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public RecoveryReport Restore(Func<ICatalogRestore> begin)
    {
        if (_isRestored)
            throw new InvalidOperationException("The data folder has been restored from already.");
        var recovery = new Recovery(_files, begin, _time);
        var report = recovery.Run();
        _last = recovery.Last;
        _log = Continue(recovery);
        _policy.IsWanted |= recovery.WantsSnapshot;
        _meter.Restored(report, recovery.SnapshotBytes, recovery.LogBytes - report.TornBytes);
        _isRestored = true;
        _logger.Recovered(report);
        return report;
    }

    /// <summary>Lets snapshots be taken from now on, in the background, one at a time.</summary>
    /// <param name="capture">Captures the store: calls its argument while nobody can commit, and gives the image of just
    /// then.</param>
    /// <param name="aside">Runs the writing of a snapshot, or of what a file brings, where it holds up no reader, and returns when it is done;
    /// null: at once.</param>
    /// <param name="isLoading">Whether a first load goes on, until <see cref="EndLoad"/>: then there are fewer of them.</param>
    public void TakeSnapshots(Func<Action, ValueTask<ICatalogImage>> capture, Action<Action>? aside = null, bool isLoading = false)
    {
        if (!_isRestored || _snapshots is not null)
            throw new InvalidOperationException("Snapshots begin once, after the data folder has been restored from.");
        _policy.IsLoading = isLoading;
        _aside = aside ?? _aside;
        _snapshots = new Snapshots(_files, _policy, _meter, capture, Rotate, _aside, _time, _logger);
        _snapshots.TakeIfDue();
    }

    /// <summary>Says that the first load has come to its end, if one went on.</summary>
    public void EndLoad()
    {
        _policy.IsLoading = false;
        _snapshots?.TakeIfDue();
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(ICommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        // A disk makes its caller wait, and the caller may be a thread that answers requests. Not one of the pool's either: of these
        // there are as many as cores, and requests would lack it for as long as a sync takes.
        return new ValueTask(Task.Factory.StartNew(
            () => Append(commit, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>When the snapshot that is under way, if any, has been taken or has failed.</summary>
    internal Task SnapshotUnderWay => _snapshots?.UnderWay ?? Task.CompletedTask;

    /// <summary>Lets go of the folder. A commit under way is waited for, a snapshot is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        if (_snapshots is not null)
            await _snapshots.DisposeAsync();
        // A commit, or a rotation whose snapshot was given up, may still be at it. Never given back: whoever comes later is
        // refused.
        await _turn.WaitAsync();
        _log?.Dispose();
        _lock?.Dispose();
    }

    private LogFile? Continue(Recovery recovery)
    {
        if (recovery.Continued is not { } found)
            return null;
        var name = FolderFiles.NameOf(FileKind.Log, found.Header.Number);
        var log = new LogFile(_files.Open(name, writable: true), found.Header, found.End);
        // When that fails, reading goes on; the log says why it takes nothing.
        if (found.IsTorn)
            log.Cut(sync: true);
        return log;
    }

    private void Append(ICommit commit, CancellationToken cancellationToken)
    {
        try
        {
            if (commit.Number != _last + 1)
                throw new InvalidOperationException($"Commit {commit.Number} can't follow commit {_last}.");
            var log = _log ??= Begin();
            ThrowIfGone(FolderFiles.NameOf(FileKind.Log, log.Number));
            var before = log.Length;
            // Some megabytes are copied and hashed for each slice of a file. No more than that aside: what comes after may begin a snapshot,
            // and with it a thread of the pool.
            if (commit.IsBulk)
                _aside(() => log.Append(commit, cancellationToken));
            else
                log.Append(commit, cancellationToken);
            _last = commit.Number;
            _meter.Appended(_last, log.Length - before);
        }
        catch (WriteRefusedException refusal)
        {
            _meter.Refused(refusal);
            throw;
        }
        finally
        {
            Leave();
        }
        _snapshots?.TakeIfDue();
    }

    /// <summary>Nothing would be found at the next start of what went into a log that somebody has removed.</summary>
    private void ThrowIfGone(string name)
    {
        if (!_files.Has(name))
            throw new WriteRefusedException(WriteRefusal.StorageFailed,
                $"{name} is no longer in the data folder; it, or the folder, was removed or moved while it was in use.");
    }

    /// <summary>Begins a log. Not at the start but with the first commit, so that a start needs no room.</summary>
    private LogFile Begin()
    {
        try
        {
            return NewLog();
        }
        catch (Exception failure)
        {
            throw DiskFault.Refuse(failure);
        }
    }

    private LogFile NewLog()
    {
        var header = _files.NewHeader(FileKind.Log, _last);
        return new LogFile(_files.Create(header), header, StorageFormat.HeaderBytes);
    }

    /// <summary>Lets commits go on in a new log. Called while nobody can commit.</summary>
    /// <returns>The last commit before it.</returns>
    private long Rotate()
    {
        Enter();
        try
        {
            if (_log?.Poisoned is { } reason)
                throw new IOException("Nothing is written any more, because " + reason);
            if (_log is null || _log.Number != _last)
            {
                var next = NewLog();
                _log?.Dispose();
                _log = next;
            }
            return _last;
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (!_isRestored)
            throw new InvalidOperationException("The data folder has not been restored from yet.");
        if (_turn.Wait(0))
            return;
        throw new InvalidOperationException("The data folder takes one commit at a time, and no rotation meanwhile.");
    }

    private void Leave() => _turn.Release();
}
