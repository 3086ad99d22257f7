using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>What one commit changes, for the log and for those who follow changes.</summary>
internal sealed class StoreCommit(long number, CatalogMerge merge, Dictionary<ulong, List<Tombstone>> tombstones, bool isBulk) : ICommit
{
    public long Number { get; } = number;

    public bool IsBulk { get; } = isBulk;

    public IEnumerable<ulong> Keys
    {
        get
        {
            var keys = new HashSet<ulong>(tombstones.Keys);
            for (var i = 0; i < merge.Entries.Count; i++)
            {
                if (merge.Entries[i].IsChanged)
                    keys.Add(merge.Entries[i].Id.NameKey);
            }
            keys.UnionWith(merge.Notes.Select(static note => CatalogImage.KeyOf(note)));
            return keys;
        }
    }

    public void WriteTo(IItemWriter items)
    {
        var writing = new ItemWriting(items);
        Span<byte> id = stackalloc byte[MovieId.MaxLength];
        for (var i = 0; i < merge.Entries.Count; i++)
        {
            ref var entry = ref merge.Entries[i];
            if (entry.IsWritten)
                writing.Movie(ChangeOf(entry), entry.Writer, entry.Part == BatchEntry.None ? [] : merge.IdBefore(entry), entry.State, merge.Arena[entry.Address]);
            else if (entry.IsReplaced)
                writing.Deleted(merge.IdBefore(entry), entry.Writer);
            else if (entry.IsChanged && !entry.IsDeleted)
                writing.State(id[..entry.Id.Write(id)], entry.State);
        }
        foreach (var (nameKey, left) in tombstones)
            writing.Tombstones(nameKey, left);
        foreach (var note in merge.Notes)
            writing.Note(note);
    }

    /// <summary>Tells of every change that readers can see; they see it once the log's commit is ended.</summary>
    public void Announce(ChangeLog log)
    {
        log.Begin(Number);
        for (var i = 0; i < merge.Entries.Count; i++)
        {
            ref var entry = ref merge.Entries[i];
            if (entry.IsReplaced && (entry.IsDeleted || ChangeOf(entry) == ItemChange.Added))
                log.Add(ChangeKind.Deleted, Before(entry), entry.Writer?.Source);
            if (entry.IsWritten)
                log.Add(ChangeOf(entry) == ItemChange.Added ? ChangeKind.Added : ChangeKind.Updated, entry.Id, entry.Writer?.Source);
        }
    }

    /// <summary>A movie that gains its href has another id: readers see one go and one come.</summary>
    private ItemChange ChangeOf(in BatchEntry entry) =>
        entry.Part == BatchEntry.None || Before(entry) != entry.Id ? ItemChange.Added : ItemChange.Updated;

    private MovieId Before(in BatchEntry entry) =>
        MovieId.TryParse(merge.IdBefore(entry), out var id) ? id : throw new InvalidOperationException("Every document has an id that we made.");
}
