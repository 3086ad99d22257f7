namespace MovieGrains.Standalone.Storage;

/// <summary>What the data folder tells the log.</summary>
internal static partial class StorageLog
{
    /// <summary>Tells what a start found, and what was lost as an error each.</summary>
    public static void Recovered(this ILogger log, RecoveryReport report)
    {
        foreach (var lost in report.Lost)
            log.Lost(lost);
        foreach (var mended in report.Mended)
            log.Mended(mended);
        if (report.TornBytes > 0)
            log.Torn(report.TornBytes);
        if (report.LacksIndex)
            log.LacksIndex(report.Snapshot ?? 0);
        if (!report.IsFirstStart)
            log.Read(report.LastNumber, report.Snapshot ?? 0, report.Movies, report.Commits, report.Duration.TotalSeconds);
    }

    [LoggerMessage(1, LogLevel.Error, "Data folder: {Lost}")]
    private static partial void Lost(this ILogger log, string lost);

    [LoggerMessage(2, LogLevel.Warning, "Data folder: {Mended}")]
    private static partial void Mended(this ILogger log, string mended);

    [LoggerMessage(3, LogLevel.Warning, "Data folder: {Bytes} bytes of an interrupted write at the end of the log were cut off; "
        + "it had not been acknowledged")]
    private static partial void Torn(this ILogger log, long bytes);

    [LoggerMessage(4, LogLevel.Information, "Data folder: read up to commit {Number}: snapshot {Snapshot} with "
        + "{Movies} movies, and {Commits} commits after it, in {Seconds:F2} s")]
    private static partial void Read(this ILogger log, long number, long snapshot, long movies, long commits, double seconds);

    [LoggerMessage(5, LogLevel.Error, "Data folder: writes are refused: {Reason}")]
    public static partial void WritesRefused(this ILogger log, string reason);

    [LoggerMessage(6, LogLevel.Information, "Data folder: writes are taken again")]
    public static partial void WritesTaken(this ILogger log);

    [LoggerMessage(7, LogLevel.Information, "Data folder: snapshot {Number}: {Movies} movies, {Bytes} bytes, in {Seconds:F2} s")]
    public static partial void SnapshotTaken(this ILogger log, long number, long movies, long bytes, double seconds);

    [LoggerMessage(8, LogLevel.Error, "Data folder: no snapshot could be taken; the log goes on, and it is tried again")]
    public static partial void SnapshotFailed(this ILogger log, Exception failure);

    [LoggerMessage(9, LogLevel.Warning, "Data folder: this file system has no locks, or they are switched off: nothing keeps a "
        + "second process from {Folder}")]
    public static partial void NotLocked(this ILogger log, string folder);

    [LoggerMessage(10, LogLevel.Warning, "Data folder: files that are no longer needed could not be removed")]
    public static partial void NotRemoved(this ILogger log, Exception failure);

    [LoggerMessage(11, LogLevel.Information, "Data folder: snapshot {Snapshot} has no index that this release can take; it was built "
        + "from the movies, which takes longer, and a new snapshot is taken as soon as there is a commit after it")]
    private static partial void LacksIndex(this ILogger log, long snapshot);
}
