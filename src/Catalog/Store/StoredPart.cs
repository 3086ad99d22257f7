using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;

namespace MovieGrains.Catalog.Store;

/// <summary>A part of an image whose index is stored with it: gathers both, and makes a part of them without building one.</summary>
internal sealed class StoredPart(ulong movies)
{
    /// <summary>How many bytes may an index take for each byte of documents? It takes about half of one; a stored length that
    /// says more is not believed.</summary>
    private const int MostIndexBytes = 4, LeastIndexBytes = 1 << 20;

    private readonly DocumentArena arena = new(inHaste: true);
    private readonly ChunkedList<(long Address, MergeState State)> rows = new();
    private readonly List<int> gone = [];
    private readonly IndexArrays arrays = new();

    /// <summary>Adds the next movie.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="state">Its merge state.</param>
    /// <param name="isGone">Whether it has been deleted since the part was built.</param>
    public void Add(ReadOnlySpan<byte> document, in MergeState state, bool isGone)
    {
        if (isGone)
            gone.Add(rows.Count);
        rows.Add((arena.Add(document), state));
    }

    /// <summary>Adds an array of the index.</summary>
    public void BeginArray(ReadOnlySpan<byte> item) => arrays.Begin(item, (arena.Written * MostIndexBytes) + LeastIndexBytes);

    /// <summary>Adds to the last array.</summary>
    public void ContinueArray(ReadOnlySpan<byte> item) => arrays.Continue(item);

    /// <summary>Makes the part.</summary>
    /// <param name="arrayCount">How many arrays the index should have.</param>
    /// <returns>Null when the index is not whole, or not one of these movies.</returns>
    public (Part Part, PartStamps Stamps, List<int> Deleted)? End(ulong arrayCount)
    {
        if (movies != (ulong)rows.Count || arrays.End(arrayCount) is not { } index)
            return null;
        var addresses = new long[rows.Count];
        var stamps = new PartStamps(rows.Count);
        for (var movie = 0; movie < addresses.Length; movie++)
            (addresses[movie], stamps[movie]) = rows[movie];
        try
        {
            return (PartLayout.Read(index, arena.Freeze(), addresses), stamps, gone);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Leaves the movies to be built anew.</summary>
    public void MoveTo(PartStage stage)
    {
        var deleted = gone.ToHashSet();
        for (var movie = 0; movie < rows.Count; movie++)
        {
            if (!deleted.Contains(movie))
                stage.Add(arena[rows[movie].Address], rows[movie].State);
        }
    }
}
