using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>What a batch changes: a new part, deletions in the parts before, stamps and tombstones.</summary>
internal sealed class BatchChanges
{
    private readonly RecordBatch batch;
    private readonly List<int> written = []; // The entries whose documents go into the new part.

    public BatchChanges(RecordBatch batch)
    {
        this.batch = batch;
        var entries = batch.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            ref var entry = ref entries[i];
            var isWritten = !entry.IsDeleted && entry.Address != BatchEntry.None;
            if (isWritten)
                written.Add(i);
            if (entry.Part == BatchEntry.None || (!isWritten && !entry.IsDeleted))
                continue;
            if (!Deletions.TryGetValue(entry.Part, out var movies))
                Deletions.Add(entry.Part, movies = []);
            movies.Add(entry.Movie);
        }
    }

    /// <summary>Whether readers see any of it; stamps and tombstones are the writer's alone.</summary>
    public bool AreVisible => written.Count > 0 || Deletions.Count > 0;

    /// <summary>Movies deleted, or replaced, by the place of their part.</summary>
    public Dictionary<int, List<int>> Deletions { get; } = [];

    /// <summary>Builds the part of all new and changed movies; null when there are none.</summary>
    public (Part Part, PartStamps Stamps)? Build()
    {
        if (written.Count == 0)
            return null;
        var addresses = new long[written.Count];
        var documents = Gather(addresses);
        var part = new PartBuilder(documents, addresses, twoThreads: true).Build(out var order);
        var stamps = new PartStamps(part.Count);
        for (var movie = 0; movie < order.Length; movie++)
            stamps[movie] = batch.Entries[written[order[movie]]].State;
        return (part, stamps);
    }

    /// <summary>Stamps move even where nothing that readers see has changed.</summary>
    public void UpdateStamps(Func<int, PartStamps> stampsOf)
    {
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            ref var entry = ref batch.Entries[i];
            if (entry.IsChanged && !entry.IsDeleted && entry.Address == BatchEntry.None)
                stampsOf(entry.Part)[entry.Movie] = entry.State;
        }
    }

    /// <summary>Replaces the tombstones of every title and year of which a movie was deleted, or made anew.</summary>
    public void UpdateTombstones(Tombstones tombstones)
    {
        var byName = new Dictionary<ulong, List<Tombstone>>();
        for (var i = 0; i < batch.Entries.Count; i++)
        {
            ref var entry = ref batch.Entries[i];
            if (!entry.IsDeleted && tombstones.Of(entry.Id).IsEmpty)
                continue;
            if (!byName.TryGetValue(entry.Id.NameKey, out var list))
                byName.Add(entry.Id.NameKey, list = []);
            if (entry.IsDeleted)
                list.Add(new Tombstone(entry.Id, entry.State.Base));
        }
        foreach (var (name, list) in byName)
            tombstones.Set(name, [.. list]);
    }

    /// <summary>The documents of the new part, in the batch's own arena unless an eighth of that is waste.</summary>
    /// <param name="addresses">Takes their addresses.</param>
    private Documents Gather(long[] addresses)
    {
        long wanted = 0;
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = batch.Entries[written[i]].Address;
            wanted += batch.Arena[addresses[i]].Length + sizeof(int);
        }
        if (batch.Arena.Written - wanted <= batch.Arena.Written / 8)
            return batch.Arena.Freeze();
        var arena = new DocumentArena();
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = arena.Add(batch.Arena[addresses[i]]);
        return arena.Freeze();
    }
}
