namespace MovieGrains.Catalog.Durability;

/// <summary>Makes a store's commits durable: implemented by whoever has a disk.</summary>
public interface ICommitLog
{
    /// <summary>Makes a commit durable. Called for one commit after the other, in the order of their numbers, without a gap;
    /// a number that was refused comes again.</summary>
    /// <returns>Completes when the commit survives whatever ends the process.</returns>
    /// <exception cref="Writes.WriteRefusedException">It could not be; then nothing of it is left.</exception>
    ValueTask AppendAsync(ICommit commit, CancellationToken cancellationToken);
}

/// <summary>One commit, as items: runs of bytes that mean something to the store alone.</summary>
public interface ICommit
{
    /// <summary>Its number: one greater than that of the commit before.</summary>
    long Number { get; }

    /// <summary>What it touches: the keys by which an image's items are told apart (see <see cref="ICatalogImage"/>).</summary>
    IEnumerable<ulong> Keys { get; }

    /// <summary>Whether it is work that no client waits for, as what a file brings: some megabytes, mostly, that may give way to readers.</summary>
    bool IsBulk => false;

    /// <summary>Writes its items, in the order in which they have to be read again.</summary>
    void WriteTo(IItemWriter items);
}

/// <summary>All that a store holds at one moment, as items. Does not change; may be written by any thread, at leisure.</summary>
public interface ICatalogImage
{
    /// <summary>The number of the last commit that it has.</summary>
    long Number { get; }

    /// <summary>Movies in it.</summary>
    long Movies { get; }

    /// <summary>Writes its items, in the order in which they have to be read again.</summary>
    void WriteTo(IItemWriter items);

    /// <summary>Writes its items in several runs, each of which can be read by itself: all that there is of one title and year goes
    /// into one run, so that a run need be written again only when a commit touches its keys. Runs have documents, and no index.</summary>
    /// <param name="runOf">The run of a key: a hash of title and year, or of a note's key, that never changes. The same writer for the
    /// same run; null for items that are not wanted.</param>
    /// <remarks>Where the changes end is not among them: it is another with every commit, and belongs to no key.</remarks>
    void WriteTo(Func<ulong, IItemWriter?> runOf);
}

/// <summary>Takes items.</summary>
public interface IItemWriter
{
    /// <summary>Takes an item: one byte at least, and rarely more than <see cref="Records.Limits.RecordBytes"/>.</summary>
    void Write(ReadOnlySpan<byte> item);
}

/// <summary>Brings a store back to what it held, from the items of an image and of the commits after it.</summary>
/// <remarks>
/// First the items of the image, if there is one; then each commit after it, in order. Nothing is seen of it before
/// <see cref="Finish"/>; one that is given up leaves the store as it was, so that another image can be tried. Not safe for
/// several threads.
/// </remarks>
public interface ICatalogRestore
{
    /// <summary>Begins the image.</summary>
    /// <param name="number">The number of the last commit that it has.</param>
    void BeginImage(long number);

    /// <summary>Begins a run of the image that can be read by itself, as <see cref="ICatalogImage.WriteTo(Func{ulong, IItemWriter})"/>
    /// wrote it; in any order. An image in one run need not begin it.</summary>
    void BeginRun()
    {
    }

    /// <summary>Begins a commit. It need not follow the one before without a gap: each item is whole in itself.</summary>
    void BeginCommit(long number);

    /// <summary>Takes the next item.</summary>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    void Read(ReadOnlySpan<byte> item);

    /// <summary>Whether the image lacks an index that one taken now would have, since another version wrote it. Known once it is finished.
    /// Building it takes longer than reading it, and nothing is lost.</summary>
    bool LacksIndex { get; }

    /// <summary>Makes the store hold what was read.</summary>
    void Finish();
}

/// <summary>Keeps a store equal to others, of which it gets the items of images and commits: nothing is merged here, that has been
/// done where they come from.</summary>
/// <remarks>Not safe for several threads. What has been read is seen all at once, by <see cref="CommitAsync"/>.</remarks>
public interface ICatalogReplay
{
    /// <summary>Bytes of memory that it holds, about.</summary>
    long Bytes { get; }

    /// <summary>Begins a run of items that can be read by itself: one of an image, or a commit.</summary>
    void BeginRun();

    /// <summary>Takes all items of a run.</summary>
    /// <param name="run">Items, as <see cref="ItemRun"/> packs them.</param>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    void ReadRun(ReadOnlySpan<byte> run)
    {
        BeginRun();
        while (ItemRun.TryRead(ref run, out var item))
            Read(item);
    }

    /// <summary>Forgets what the store has of a year: its image follows.</summary>
    /// <param name="year">1..9999.</param>
    void Clear(int year);

    /// <summary>Takes the next item. Stamps, tombstones and notes are passed over: they are the matter of whoever merges.</summary>
    /// <exception cref="InvalidDataException">It is none that this version, or one before it, wrote.</exception>
    void Read(ReadOnlySpan<byte> item);

    /// <summary>Shows readers what has been read. A movie whose document is as before stays as it is.</summary>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The generation that has it.</returns>
    ValueTask<long> CommitAsync(CancellationToken cancellationToken);
}
