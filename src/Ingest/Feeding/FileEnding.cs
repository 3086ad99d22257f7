using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Feeding;

/// <summary>Why a file was not fed.</summary>
internal sealed record FileEnding(FileState Outcome, FileFault Fault)
{
    /// <summary>It is refused as it is.</summary>
    public static FileEnding Quarantined(FileFault fault) => new(FileState.Quarantined, fault);

    /// <summary>It could not be read.</summary>
    public static FileEnding Failed(string reason) => new(FileState.FailedWillRetry, new FileFault(0, reason));
}
