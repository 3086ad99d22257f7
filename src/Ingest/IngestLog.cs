using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Writes;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest;

/// <summary>What ingestion tells the log. Keys and reasons are others' text, and are escaped.</summary>
internal static partial class IngestLog
{
    /// <summary>Rejected records of a file that get a line each: enough to see what is wrong, too few to flood a log.</summary>
    public const int MaxRejectedLines = 20;

    public static void FileIngested(this ILogger log, string key, FileReport report, IReadOnlyList<RejectedAt> rejected)
    {
        key = Printable.Escape(key);
        log.Ingested(key, report.Records, report.Added, report.Updated, report.Unchanged, report.Deleted, report.Rejected,
            report.Duration.TotalMilliseconds);
        foreach (var record in rejected.Take(MaxRejectedLines))
            log.RecordRejected(key, record.Index, record.Line, Printable.Escape(record.Path), Printable.Escape(record.Reason));
        if (report.Rejected > MaxRejectedLines)
            log.MoreRejected(key, report.Rejected - MaxRejectedLines);
        if (report.IdsDropped > 0)
            log.IdsDropped(key, report.IdsDropped);
    }

    public static void FileQuarantined(this ILogger log, string key, FileFault fault) =>
        log.Quarantined(Printable.Escape(key), fault.Line, Printable.Escape(fault.Reason));

    public static void FileFailed(this ILogger log, LogLevel level, string key, string reason) =>
        log.Failed(level, Printable.Escape(key), Printable.Escape(reason));

    public static void PlaceUnlisted(this ILogger log, string key, SourceFault fault) =>
        log.Unlisted(Printable.Escape(key), Printable.Escape(fault.Reason));

    [LoggerMessage(1, LogLevel.Information, "{Key}: {Records} records: {Added} added, {Updated} updated, {Unchanged} unchanged, "
        + "{Deleted} deleted, {Rejected} rejected, in {Milliseconds:F1} ms")]
    private static partial void Ingested(this ILogger log, string key, int records, int added, int updated, int unchanged,
        int deleted, int rejected, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Key}: record {Index} (line {Line}) rejected: {Path}: {Reason}")]
    private static partial void RecordRejected(this ILogger log, string key, int index, long line, string path, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Key}: and {More} more rejected")]
    private static partial void MoreRejected(this ILogger log, string key, int more);

    [LoggerMessage(4, LogLevel.Information, "{Key}: the ids of {Records} records were dropped; ids are the catalogue's own")]
    private static partial void IdsDropped(this ILogger log, string key, int records);

    [LoggerMessage(5, LogLevel.Error, "{Key}: quarantined until it changes: line {Line}: {Reason}")]
    private static partial void Quarantined(this ILogger log, string key, long line, string reason);

    [LoggerMessage(EventId = 6, Message = "{Key}: could not be read, will be retried: {Reason}")]
    private static partial void Failed(this ILogger log, LogLevel level, string key, string reason);

    [LoggerMessage(7, LogLevel.Warning, "{Key}: could not be listed: {Reason}")]
    private static partial void Unlisted(this ILogger log, string key, string reason);

    public static void PollFailed(this ILogger log, LogLevel level, string source, Exception failure)
    {
        source = Printable.Escape(source);
        // What the system or the store says of itself needs no stack.
        if (failure is IOException or UnauthorizedAccessException or WriteRefusedException)
            log.PollFailedBecause(level, source, Printable.Escape(failure.Message));
        else
            log.PollThrew(level, failure, source);
    }

    [LoggerMessage(EventId = 8, Message = "{Source}: the poll failed; the next one tries again")]
    private static partial void PollThrew(this ILogger log, LogLevel level, Exception exception, string source);

    [LoggerMessage(EventId = 9, Message = "{Source}: the poll failed; the next one tries again: {Reason}")]
    private static partial void PollFailedBecause(this ILogger log, LogLevel level, string source, string reason);

    [LoggerMessage(10, LogLevel.Warning, "Rows of the ledger that this version of the program does not understand, so that their files "
        + "are read again: {Rows}, such as {First}")]
    public static partial void RowsUnknown(this ILogger log, int rows, string first);

    [LoggerMessage(11, LogLevel.Information, "Files known from before, not to be read again unless they have changed: {Rows}")]
    public static partial void Restored(this ILogger log, int rows);
}
