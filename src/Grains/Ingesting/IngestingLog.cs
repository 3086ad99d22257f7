using Microsoft.Extensions.Logging;

namespace MovieGrains.Grains.Ingesting;

/// <summary>What sources tell the log.</summary>
internal static partial class IngestingLog
{
    [LoggerMessage(1, LogLevel.Warning, "Records could not be sent to the owner of {Year} (attempt {Attempt}); they are sent again")]
    public static partial void FeedFailed(this ILogger log, Exception failure, int year, int attempt);

    [LoggerMessage(2, LogLevel.Error, "Polling the source '{Source}' has ended, which nobody asked for; the next reminder begins it again")]
    public static partial void PollingEnded(this ILogger log, Exception failure, string source);

    [LoggerMessage(3, LogLevel.Warning, "The source '{Source}' could not be started yet; it is tried again")]
    public static partial void StartFailed(this ILogger log, Exception failure, string source);
}
