using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>A part of an image whose index is stored with it: gathers both, and makes a part of them without building one.</summary>
/// <remarks>What an index has beside its stored arrays is derived from them by another thread, while the one that reads goes on.</remarks>
internal sealed class StoredPart(ulong movies)
{
    /// <summary>How many bytes may an index take for each byte of documents? It takes about half of one; a stored length that
    /// says more is not believed.</summary>
    private const int MostIndexBytes = 4, LeastIndexBytes = 1 << 20;

    /// <summary>For how many movies is there room on the word of a file? Room for more is made as they come.</summary>
    private const int FirstRows = 1 << 16;

    private readonly DocumentArena arena = new(inHaste: true);
    private readonly List<int> gone = [];
    private readonly Dictionary<int, FieldStamps> exceptions = [];
    private readonly IndexArrays arrays = new();
    private long[] addresses = new long[Math.Min(movies, FirstRows)];
    private Stamp[] bases = new Stamp[Math.Min(movies, FirstRows)];
    private int count;
    private Task<Part?>? made;

    /// <summary>Movies so far.</summary>
    public int Count => count;

    /// <summary>Adds the next movie.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="state">Its merge state.</param>
    /// <param name="isGone">Whether it has been deleted since the part was built.</param>
    public void Add(ReadOnlySpan<byte> document, in MergeState state, bool isGone)
    {
        if (count == addresses.Length)
            MakeRoom();
        if (isGone)
            gone.Add(count);
        if (state.Exceptions is { } ofMovie)
            exceptions.Add(count, ofMovie);
        (addresses[count], bases[count]) = (arena.Add(document), state.Base);
        count++;
    }

    /// <summary>Adds an array of the index.</summary>
    public void BeginArray(ReadOnlySpan<byte> item) => arrays.Begin(item, (arena.Written * MostIndexBytes) + LeastIndexBytes);

    /// <summary>Adds to the last array.</summary>
    public void ContinueArray(ReadOnlySpan<byte> item) => arrays.Continue(item);

    /// <summary>Ends what is added, and has the part made; returns at once.</summary>
    /// <param name="arrayCount">How many arrays the index should have.</param>
    public void End(ulong arrayCount)
    {
        Array.Resize(ref addresses, count);
        Array.Resize(ref bases, count);
        if (movies == (ulong)count && arrays.End(arrayCount) is { } index)
            made = Task.Factory.StartNew(() => Make(index), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for the part.</summary>
    /// <returns>Null when its index is not whole, or not one of these movies.</returns>
    public (Part Part, PartStamps Stamps, List<int> Deleted)? Take() =>
        made?.GetAwaiter().GetResult() is { } part ? (part, new PartStamps(bases, exceptions), gone) : null;

    /// <summary>Leaves the movies to be built anew.</summary>
    public void MoveTo(PartStage stage)
    {
        var deleted = gone.ToHashSet();
        for (var movie = 0; movie < count; movie++)
        {
            if (!deleted.Contains(movie))
                stage.Add(arena[addresses[movie]], new MergeState(bases[movie], exceptions.GetValueOrDefault(movie)));
        }
    }

    private Part? Make(IndexReader index)
    {
        try
        {
            return PartLayout.Read(index, arena.Freeze(), addresses);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private void MakeRoom()
    {
        var room = Math.Max(16, addresses.Length * 2);
        Array.Resize(ref addresses, room);
        Array.Resize(ref bases, room);
    }
}
