using MovieGrains.Catalog.Writes;

namespace MovieGrains.Standalone.Storage;

/// <summary>How the data folder is.</summary>
/// <param name="LastNumber">The last commit that is durable.</param>
/// <param name="Snapshot">The number of the newest snapshot; null when there is none.</param>
/// <param name="SnapshotTime">When that was begun.</param>
/// <param name="SnapshotBytes">How large it is.</param>
/// <param name="LogBytes">Bytes of the logs after it: what a start has to read on top of it.</param>
/// <param name="Commits">Commits appended since the start.</param>
/// <param name="Bytes">Bytes appended since the start.</param>
/// <param name="Syncs">Syncs since the start that made a commit durable.</param>
/// <param name="Snapshots">Snapshots taken since the start.</param>
/// <param name="FailedSnapshots">Snapshots that could not be taken since the start.</param>
/// <param name="Refused">Why the last write was refused, if it was; null when writes are taken.</param>
/// <param name="LastFailure">What failed last, in a sentence; null when nothing has.</param>
/// <param name="LastFailureTime">When.</param>
/// <param name="Recovery">What the start found; null before that.</param>
internal sealed record StorageStatus(
    long LastNumber,
    long? Snapshot,
    DateTimeOffset? SnapshotTime,
    long SnapshotBytes,
    long LogBytes,
    long Commits,
    long Bytes,
    long Syncs,
    long Snapshots,
    long FailedSnapshots,
    WriteRefusal? Refused,
    string? LastFailure,
    DateTimeOffset? LastFailureTime,
    RecoveryReport? Recovery);
