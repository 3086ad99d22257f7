using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>A movie that was deleted, and when: no older record can bring it back.</summary>
internal readonly record struct Tombstone(MovieId Id, Stamp Deleted);

/// <summary>All tombstones, by what namesakes share. They stay for ever; only the writer looks at them.</summary>
internal sealed class Tombstones
{
    private readonly Dictionary<ulong, Tombstone[]> byName = [];

    public int Count { get; private set; }

    public ReadOnlySpan<Tombstone> Of(MovieId id) => byName.GetValueOrDefault(id.NameKey);

    /// <summary>All of them, by what namesakes share.</summary>
    public KeyValuePair<ulong, Tombstone[]>[] All() => [.. byName];

    /// <summary>Replaces the tombstones of a title and year.</summary>
    public void Set(ulong nameKey, Tombstone[] tombstones)
    {
        Count += tombstones.Length - (byName.TryGetValue(nameKey, out var before) ? before.Length : 0);
        if (tombstones.Length == 0)
            byName.Remove(nameKey);
        else
            byName[nameKey] = tombstones;
    }
}
