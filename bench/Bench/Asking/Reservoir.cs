using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Asking;

/// <summary>Keeps an even sample of everything that it was given, up to a number.</summary>
internal sealed class Reservoir<T>(int limit, ulong seed)
{
    private readonly List<T> kept = [];
    private Rolls rolls = new(seed);
    private int given;

    /// <summary>The sample.</summary>
    public IReadOnlyList<T> Kept => kept;

    /// <summary>Gives it one more.</summary>
    public void Add(T item)
    {
        given++;
        if (kept.Count < limit)
            kept.Add(item);
        else if (rolls.Below(given) is var place && place < limit)
            kept[place] = item;
    }
}
