using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>All that a store held at one moment.</summary>
internal sealed class CatalogImage(
    Snapshot snapshot, PartStamps[] stamps, KeyValuePair<ulong, Tombstone[]>[] tombstones, IReadOnlyList<Note> notes) : ICatalogImage
{
    public long Number => snapshot.Generation;

    public long Movies => snapshot.Count;

    public void WriteTo(IItemWriter items)
    {
        var writing = new ItemWriting(items);
        foreach (var note in notes)
            writing.Note(note);
        foreach (var (nameKey, left) in tombstones)
            writing.Tombstones(nameKey, left);
        for (var p = 0; p < stamps.Length; p++)
        {
            var live = snapshot.Parts[p];
            for (var movie = 0; movie < live.Part.Count; movie++)
            {
                if (!live.IsDeleted(movie))
                    writing.Movie(ItemChange.None, null, [], stamps[p][movie], live.Part.DocumentOf(movie));
            }
        }
    }
}
