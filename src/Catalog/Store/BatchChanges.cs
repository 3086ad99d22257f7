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
        var builder = new PartBuilder(written.Count);
        var documents = AddDocuments(builder);
        var part = builder.Build(documents, out var order);
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

    /// <summary>Gives the builder all documents, from the batch's own arena unless an eighth of that is waste.</summary>
    private Documents AddDocuments(PartBuilder builder)
    {
        long wanted = 0;
        foreach (var i in written)
            wanted += batch.Arena[batch.Entries[i].Address].Length + sizeof(int);
        var target = batch.Arena;
        if (batch.Arena.Written - wanted > batch.Arena.Written / 8)
            target = new DocumentArena();
        foreach (var i in written)
        {
            var address = batch.Entries[i].Address;
            var document = batch.Arena[address];
            builder.Add(document, ReferenceEquals(target, batch.Arena) ? address : target.Add(document));
        }
        return target.Freeze();
    }
}
