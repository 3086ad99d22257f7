using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest;

/// <summary>How the feeding of a file ended: with a report, or with a reason why there is none.</summary>
internal sealed record FileEnding(FileState Outcome, FileReport? Report, FileFault? Fault)
{
    /// <summary>The batch has its records; they are ingested once that is committed.</summary>
    public static FileEnding Ingested(FileReport report) => new(FileState.Ingested, report, null);

    /// <summary>It is refused as it is.</summary>
    public static FileEnding Quarantined(FileFault fault) => new(FileState.Quarantined, null, fault);

    /// <summary>It could not be read.</summary>
    public static FileEnding Failed(string reason) => new(FileState.FailedWillRetry, null, new FileFault(0, reason));
}
