namespace MovieGrains.Standalone.Storage;

/// <summary>What a start found in the data folder.</summary>
/// <param name="LastNumber">The last commit that there is; 0 when none is.</param>
/// <param name="Snapshot">The number of the snapshot that was read; null when there is none.</param>
/// <param name="SnapshotTime">When that was taken.</param>
/// <param name="Movies">Movies in the snapshot.</param>
/// <param name="LacksIndex">Whether the snapshot came without an index that could be taken, so that it was built.</param>
/// <param name="Commits">Commits read from logs.</param>
/// <param name="TornBytes">Bytes of a write that was interrupted, and not acknowledged, that were cut off or passed over.</param>
/// <param name="Lost">What was acknowledged and is lost, or may be: sentences for an operator.</param>
/// <param name="Mended">What was damaged without a loss: sentences for an operator.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record RecoveryReport(
    long LastNumber,
    long? Snapshot,
    DateTimeOffset? SnapshotTime,
    long Movies,
    bool LacksIndex,
    long Commits,
    long TornBytes,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Mended,
    TimeSpan Duration)
{
    /// <summary>Whether there was nothing: neither a snapshot nor a log.</summary>
    public bool IsFirstStart => Snapshot is null && LastNumber == 0 && Lost.Count == 0;
}
