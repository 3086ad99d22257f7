using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>All that a store held at one moment: documents, and the indexes of parts that take long to build.</summary>
internal sealed class CatalogImage(
    Snapshot snapshot,
    PartStamps[] stamps,
    KeyValuePair<ulong, Tombstone[]>[] tombstones,
    IReadOnlyList<Note> notes,
    int leastIndexed) : ICatalogImage
{
    /// <summary>From how many movies on is the index of a part written, too? Below, building takes some ten milliseconds, and the
    /// small parts become one.</summary>
    public const int UsualLeastIndexed = 4096;

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
            if (IsIndexed(snapshot.Parts[p]))
                WritePart(p, writing, new IndexWriter(items));
            else
                WriteMovies(p, writing);
        }
    }

    /// <summary>A part of which less than half is left is about to be compacted: its index is not worth keeping what was deleted.</summary>
    private bool IsIndexed(LivePart live) =>
        IndexLayout.IsSupported && live.Part.Count >= leastIndexed && live.DeletedCount <= live.LiveCount;

    private void WriteMovies(int place, ItemWriting writing)
    {
        var live = snapshot.Parts[place];
        for (var movie = 0; movie < live.Part.Count; movie++)
        {
            if (!live.IsDeleted(movie))
                writing.Movie(ItemChange.None, null, [], stamps[place][movie], live.Part.DocumentOf(movie));
        }
    }

    private void WritePart(int place, ItemWriting writing, IndexWriter index)
    {
        var live = snapshot.Parts[place];
        writing.Part(live.Part.Count, IndexLayout.Version);
        for (var movie = 0; movie < live.Part.Count; movie++)
        {
            var change = live.IsDeleted(movie) ? ItemChange.Gone : ItemChange.None;
            writing.Movie(change, null, [], stamps[place][movie], live.Part.DocumentOf(movie));
        }
        PartLayout.WriteTo(live.Part, index);
        writing.PartEnd(index.Count);
    }
}
