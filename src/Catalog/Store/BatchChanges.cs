using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>What a commit changes: a new part, deletions in the parts before, stamps and tombstones.</summary>
internal sealed class BatchChanges
{
    private readonly CatalogMerge merge;
    private readonly List<int> written; // The entries whose documents go into the new part.

    public BatchChanges(CatalogMerge merge)
    {
        this.merge = merge;
        var entries = merge.Entries;
        written = new List<int>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            ref var entry = ref entries[i];
            AreAny |= entry.IsChanged;
            if (entry.IsWritten)
                written.Add(i);
            if (!entry.IsReplaced)
                continue;
            if (!Deletions.TryGetValue(entry.Part, out var movies))
                Deletions.Add(entry.Part, movies = []);
            movies.Add(entry.Movie);
        }
    }

    /// <summary>Whether readers see any of it; stamps and tombstones are the writer's alone.</summary>
    public bool AreVisible => written.Count > 0 || Deletions.Count > 0;

    /// <summary>Whether there is anything to keep.</summary>
    public bool AreAny { get; }

    /// <summary>Movies deleted, or replaced, by the place of their part.</summary>
    public Dictionary<int, List<int>> Deletions { get; } = [];

    /// <summary>Builds the part of all new and changed movies; null when there are none.</summary>
    /// <param name="twoThreads">Whether to be quick about it with a second thread, as long as nobody reads.</param>
    public (Part Part, PartStamps Stamps)? Build(bool twoThreads)
    {
        if (written.Count == 0)
            return null;
        var addresses = new long[written.Count];
        var documents = Gather(addresses);
        var part = new PartBuilder(documents, addresses, twoThreads).Build(out var order);
        var stamps = new PartStamps(part.Count);
        for (var movie = 0; movie < order.Length; movie++)
            stamps[movie] = merge.Entries[written[order[movie]]].State;
        return (part, stamps);
    }

    /// <summary>Stamps move even where nothing that readers see has changed.</summary>
    /// <param name="stampsOf">The stamps of a part, by its place, to be changed.</param>
    public void UpdateStamps(Func<int, PartStamps> stampsOf)
    {
        for (var i = 0; i < merge.Entries.Count; i++)
        {
            ref var entry = ref merge.Entries[i];
            if (entry.IsChanged && !entry.IsDeleted && entry.Address == BatchEntry.None)
                stampsOf(entry.Part)[entry.Movie] = entry.State;
        }
    }

    /// <summary>The tombstones that are left of every title and year of which a movie was deleted, or made anew.</summary>
    public Dictionary<ulong, List<Tombstone>> TombstonesByName(Tombstones tombstones)
    {
        var byName = new Dictionary<ulong, List<Tombstone>>();
        for (var i = 0; i < merge.Entries.Count; i++)
        {
            ref var entry = ref merge.Entries[i];
            if (!entry.IsDeleted && tombstones.Of(entry.Id).IsEmpty)
                continue;
            if (!byName.TryGetValue(entry.Id.NameKey, out var list))
                byName.Add(entry.Id.NameKey, list = []);
            if (entry.IsDeleted)
                list.Add(new Tombstone(entry.Id, entry.State.Base));
        }
        return byName;
    }

    /// <summary>The documents of the new part, where the commit's own arena has them unless too much of it is waste.</summary>
    /// <param name="addresses">Takes their addresses.</param>
    private Documents Gather(long[] addresses)
    {
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = merge.Entries[written[i]].Address;
        if (merge.Arena.Freeze(addresses) is { } kept)
            return kept;
        var arena = new DocumentArena();
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = arena.Add(merge.Arena[addresses[i]]);
        return arena.Freeze();
    }
}
