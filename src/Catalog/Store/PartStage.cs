using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>Documents and their merge states, on their way to a part.</summary>
internal sealed class PartStage
{
    private readonly DocumentArena arena = new();
    private readonly List<long> addresses = [];
    private readonly List<MergeState> states = [];

    /// <summary>How many have been added.</summary>
    public int Count => addresses.Count;

    /// <summary>Adds a movie.</summary>
    /// <returns>Its place.</returns>
    public int Add(ReadOnlySpan<byte> document, in MergeState state)
    {
        addresses.Add(arena.Add(document));
        states.Add(state);
        return addresses.Count - 1;
    }

    public void SetState(int place, in MergeState state) => states[place] = state;

    public MovieId IdAt(int place) => MovieId.TryParse(DocumentFormat.IdOf(arena[addresses[place]]), out var id)
        ? id
        : throw new InvalidOperationException("Every document has an id that we made.");

    /// <summary>Builds the part of all movies, or of those that are wanted; null when there are none.</summary>
    public (Part Part, PartStamps Stamps)? Build(Func<int, bool>? isWanted = null)
    {
        var places = Enumerable.Range(0, addresses.Count).Where(isWanted ?? (static _ => true)).ToArray();
        if (places.Length == 0)
            return null;
        var (documents, wanted) = Gather(places);
        var part = new PartBuilder(documents, wanted, twoThreads: true).Build(out var order);
        var stamps = new PartStamps(part.Count);
        for (var movie = 0; movie < order.Length; movie++)
            stamps[movie] = states[places[order[movie]]];
        return (part, stamps);
    }

    private (Documents Documents, long[] Addresses) Gather(int[] places)
    {
        if (places.Length == addresses.Count)
            return (arena.Freeze(), [.. addresses]);
        var kept = new DocumentArena();
        var wanted = Array.ConvertAll(places, place => kept.Add(arena[addresses[place]]));
        return (kept.Freeze(), wanted);
    }
}
