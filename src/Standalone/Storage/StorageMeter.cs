using MovieGrains.Catalog.Writes;

namespace MovieGrains.Standalone.Storage;

/// <summary>Keeps the folder's status, which any thread may read, and tells the log when it turns.</summary>
internal sealed class StorageMeter(TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private StorageStatus _status = new(0, null, null, 0, 0, 0, 0, 0, 0, 0, null, null, null, null);

    public StorageStatus Status
    {
        get
        {
            lock (_gate)
                return _status;
        }
    }

    public void Restored(RecoveryReport report, long snapshotBytes, long logBytes) => Change(status => status with
    {
        LastNumber = report.LastNumber,
        Snapshot = report.Snapshot,
        SnapshotTime = report.SnapshotTime,
        SnapshotBytes = snapshotBytes,
        LogBytes = logBytes,
        Recovery = report,
    });

    public void Appended(long number, long bytes)
    {
        var before = Change(status => status with
        {
            LastNumber = number,
            LogBytes = status.LogBytes + bytes,
            Commits = status.Commits + 1,
            Bytes = status.Bytes + bytes,
            Syncs = status.Syncs + 1,
            Refused = null,
        });
        if (before.Refused is not null)
            logger.WritesTaken();
    }

    public void Refused(WriteRefusedException refusal)
    {
        var before = Change(status => Failed(status, refusal) with { Refused = refusal.Refusal });
        // Once, not for each of the writes that come while it lasts.
        if (before.Refused != refusal.Refusal)
            logger.WritesRefused(refusal.Message);
    }

    /// <param name="header">The snapshot's.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="logBytes">Bytes of the logs that it makes needless.</param>
    public void SnapshotTaken(FileHeader header, long bytes, long logBytes) => Change(status => status with
    {
        Snapshot = header.Number,
        SnapshotTime = header.Begun,
        SnapshotBytes = bytes,
        LogBytes = status.LogBytes - logBytes,
        Snapshots = status.Snapshots + 1,
    });

    public void SnapshotFailed(Exception failure) =>
        Change(status => Failed(status, failure) with { FailedSnapshots = status.FailedSnapshots + 1 });

    private StorageStatus Failed(StorageStatus status, Exception failure) =>
        status with { LastFailure = failure.Message, LastFailureTime = time.GetUtcNow() };

    /// <returns>The status before.</returns>
    private StorageStatus Change(Func<StorageStatus, StorageStatus> change)
    {
        lock (_gate)
        {
            var before = _status;
            _status = change(before);
            return before;
        }
    }
}
