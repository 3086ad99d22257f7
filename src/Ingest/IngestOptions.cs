using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Ingest;

/// <summary>How files are polled and fed.</summary>
public sealed record IngestOptions
{
    /// <summary>The shortest <see cref="Interval"/>.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest <see cref="Interval"/>.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    /// <summary>
    /// From the start of a poll to that of the next, 2 s by default, 50 ms to 1 day. Shorter shows new files sooner and
    /// lists the source more often. A poll that takes longer is followed by the next at once.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Records after which a batch is committed though files remain, 4,000,000 by default, from 1. A file is never
    /// divided. A batch becomes one part of the index: fewer records bound the memory that building it takes beside the
    /// catalogue, about as much as their JSON; more spare a large first load the compaction of its parts.
    /// </summary>
    public int BatchRecords { get; init; } = 4_000_000;

    /// <summary>Bytes read at a time, 128 KiB by default, 4 KiB to 16 MiB. Twice that is kept per file being read.</summary>
    public int BlockBytes { get; init; } = RecordSplitter.DefaultBlockBytes;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="InvalidOperationException">One is; the message names it.</exception>
    public void Validate()
    {
        Require(Interval >= MinInterval && Interval <= MaxInterval, $"{nameof(Interval)} is {Interval}; it must be from 50 ms to 1 day.");
        Require(BatchRecords >= 1, $"{nameof(BatchRecords)} is {BatchRecords}; it must be 1 at least.");
        Require(BlockBytes is >= 1 << 12 and <= 1 << 24, $"{nameof(BlockBytes)} is {BlockBytes}; it must be from 4 KiB to 16 MiB.");
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
