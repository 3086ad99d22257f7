using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>The movies that a writer's turn has looked at, found by title and year.</summary>
/// <param name="store">Has what is beside the parts.</param>
/// <param name="snapshot">What the catalogue has.</param>
internal sealed class BatchEntries(CatalogStore store, Snapshot snapshot)
{
    private readonly ChunkedList<BatchEntry> all = new();
    private readonly List<(int Part, int Movie)> namesakes = [];
    private Dictionary<ulong, int> firstOfName = []; // The first entry of a title and year.

    public int Count => all.Count;

    public ref BatchEntry this[int index] => ref all[index];

    /// <summary>Makes room for so many records to come, instead of growing to twice that.</summary>
    public void Expect(int records) => firstOfName.EnsureCapacity(records);

    /// <summary>Nothing is looked for any more: only what has become of movies is wanted from now on.</summary>
    public void End() => firstOfName = [];

    /// <summary>Adds a movie, before those of its title and year.</summary>
    /// <returns>Its entry.</returns>
    public int Add(BatchEntry entry)
    {
        entry.Next = firstOfName.GetValueOrDefault(entry.Id.NameKey, BatchEntry.None);
        return firstOfName[entry.Id.NameKey] = Append(entry);
    }

    /// <summary>The movie that a record means.</summary>
    /// <param name="id">What the record says.</param>
    /// <param name="ambiguous">Those that it may mean, when they are several; else null.</param>
    /// <returns>Its entry; <see cref="BatchEntry.None"/> when it is a new one or may mean several.</returns>
    public int Meet(MovieId id, out List<MovieId>? ambiguous)
    {
        var first = FirstOf(id);
        ambiguous = null;
        int nameless = BatchEntry.None, live = BatchEntry.None, deleted = BatchEntry.None;
        int liveCount = 0, deletedCount = 0;
        for (var i = first; i != BatchEntry.None; i = all[i].Next)
        {
            if (all[i].Id == id && id.HasHref)
                return i;
            if (!all[i].Id.HasHref)
                nameless = i;
            if (all[i].IsDeleted)
                (deleted, deletedCount) = (i, deletedCount + 1);
            else
                (live, liveCount) = (i, liveCount + 1);
        }
        if (id.HasHref)
            return nameless;
        if (liveCount == 1 || (liveCount == 0 && deletedCount <= 1))
            return liveCount == 1 ? live : deleted;
        ambiguous = [];
        for (var i = first; i != BatchEntry.None; i = all[i].Next)
        {
            if (all[i].IsDeleted == (liveCount == 0))
                ambiguous.Add(all[i].Id);
        }
        return BatchEntry.None;
    }

    /// <summary>Finds a movie by its id, or by the part of the id that title and year give when one movie alone has it.</summary>
    /// <returns>Its entry, or <see cref="BatchEntry.None"/>.</returns>
    public int Find(MovieId id)
    {
        int found = BatchEntry.None, count = 0;
        for (var i = FirstOf(id); i != BatchEntry.None; i = all[i].Next)
        {
            if (all[i].IsDeleted || all[i].Id.Year != id.Year)
                continue;
            if (all[i].Id == id)
                return i;
            (found, count) = (i, count + 1);
        }
        return count == 1 && !id.HasHref ? found : BatchEntry.None;
    }

    /// <summary>Whether a title and year has a movie of this very id, other than the given one.</summary>
    public bool HasOther(MovieId id, int index)
    {
        for (var i = FirstOf(id); i != BatchEntry.None; i = all[i].Next)
        {
            if (i != index && all[i].Id == id && !all[i].IsDeleted)
                return true;
        }
        return false;
    }

    /// <summary>The entry of this very id, if there is one.</summary>
    public int Exact(MovieId id)
    {
        var index = FirstOf(id);
        while (index != BatchEntry.None && all[index].Id != id)
            index = all[index].Next;
        return index;
    }

    /// <summary>Brings all that the catalogue has of a title and year into the commit.</summary>
    /// <returns>The first entry of that title and year.</returns>
    private int FirstOf(MovieId id)
    {
        if (firstOfName.TryGetValue(id.NameKey, out var first))
            return first;
        first = BatchEntry.None;
        namesakes.Clear();
        snapshot.FindNamesakes(id, namesakes);
        foreach (var (part, movie) in namesakes)
        {
            if (!MovieId.TryParse(snapshot.Parts[part].Part.IdOf(movie), out var known))
                throw new InvalidOperationException("Every document has an id that we made.");
            first = Append(new BatchEntry
            {
                Id = known,
                State = store.StampsOf(snapshot.Parts[part].Part)[movie],
                Address = BatchEntry.None,
                Part = part,
                Movie = movie,
                Next = first,
            });
        }
        foreach (var tombstone in store.Tombstones.Of(id))
            first = Append(Deleted(tombstone) with { Next = first });
        if (first != BatchEntry.None)
            firstOfName[id.NameKey] = first;
        return first;
    }

    private static BatchEntry Deleted(Tombstone tombstone) => new()
    {
        Id = tombstone.Id,
        State = new MergeState(tombstone.Deleted, null),
        Address = BatchEntry.None,
        Part = BatchEntry.None,
        IsDeleted = true,
    };

    private int Append(in BatchEntry entry)
    {
        all.Add(entry);
        return all.Count - 1;
    }
}
