using Microsoft.Extensions.Logging;

namespace MovieGrains.Grains.Storage;

/// <summary>What records tell the log.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1, LogLevel.Warning, "A record's chunks could not be brought up to date; nothing is lost, and it is tried again after a commit")]
    public static partial void CheckpointFailed(this ILogger log, Exception failure);
}
