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
    /// From the start of a poll to that of the next, 50 ms to 1 day; by default what suits the source: 2 s for a folder, 15 s for
    /// a bucket. Shorter shows new files sooner and
    /// lists the source more often. A poll that takes longer is followed by the next at once.
    /// </summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>
    /// Records after which a batch is committed though files remain, while an empty catalogue is loaded for the first time;
    /// 4,000,000 by default, from 1. A batch becomes one part of the index: fewer records bound the memory that building it
    /// takes beside the catalogue, about as much as their JSON; more spare a large first load the compaction of its parts.
    /// </summary>
    public int BatchRecords { get; init; } = 4_000_000;

    /// <summary>
    /// Bytes of memory that a batch of records may take before it is committed though files remain, 24 MiB by default, from 1;
    /// and so the size of the slices in which a large file is committed. Fewer spare memory, more spare compaction. A batch of
    /// the first load has <see cref="BatchRecords"/> instead, large files aside.
    /// </summary>
    public long SliceBytes { get; init; } = 24 << 20;

    /// <summary>
    /// Bytes from which on a file is large, stored or as records in memory, 64 MiB by default, from 1. A large file is copied
    /// to <see cref="SpoolFolder"/> and read to its end before any of it is applied. More spares copies, and takes memory.
    /// </summary>
    public long SpoolBytes { get; init; } = 64 << 20;

    /// <summary>
    /// The folder for copies of large files, by default one among the system's temporary files; made when first needed. Each
    /// source copies one file at a time, as it is stored. Files ending in <c>.spool</c> in it are removed at the start.
    /// </summary>
    public string SpoolFolder { get; init; } = Path.Combine(Path.GetTempPath(), "moviegrains-spool");

    /// <summary>Bytes read at a time, 128 KiB by default, 4 KiB to 16 MiB. Twice that is kept per file being read.</summary>
    public int BlockBytes { get; init; } = RecordSplitter.DefaultBlockBytes;

    /// <summary>
    /// Runs work that takes long and waits for nothing, where it holds up no reader, and returns when it is done: cutting files into
    /// records and staging them, a block at a time. By default it is run at once.
    /// </summary>
    public Action<Action> Aside { get; init; } = static work => work();

    /// <summary>
    /// Awaited after each block of a file, while it holds nothing that others wait for: the place for ingestion to rest, so that
    /// those who ask the catalogue have the processor and the memory's caches meanwhile. By default it does not rest.
    /// </summary>
    public Func<CancellationToken, ValueTask> RestAsync { get; init; } = static _ => ValueTask.CompletedTask;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="InvalidOperationException">One is; the message names it.</exception>
    public void Validate()
    {
        Require(Interval is null || (Interval >= MinInterval && Interval <= MaxInterval), $"{nameof(Interval)} is {Interval}; it must be from 50 ms to 1 day.");
        Require(BatchRecords >= 1, $"{nameof(BatchRecords)} is {BatchRecords}; it must be 1 at least.");
        Require(SliceBytes >= 1, $"{nameof(SliceBytes)} is {SliceBytes}; it must be 1 at least.");
        Require(SpoolBytes >= 1, $"{nameof(SpoolBytes)} is {SpoolBytes}; it must be 1 at least.");
        Require(!string.IsNullOrWhiteSpace(SpoolFolder), $"{nameof(SpoolFolder)} is empty; it must name a folder.");
        Require(BlockBytes is >= 1 << 12 and <= 1 << 24, $"{nameof(BlockBytes)} is {BlockBytes}; it must be from 4 KiB to 16 MiB.");
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
