using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Store;

/// <summary>All that a store held at one moment: documents, and the indexes of parts that take long to build.</summary>
/// <param name="snapshot">Its movies.</param>
/// <param name="stamps">The stamps of these, part by part.</param>
/// <param name="tombstones">Deleted movies.</param>
/// <param name="notes">Its notes.</param>
/// <param name="end">The note that tells where its changes end.</param>
/// <param name="leastIndexed">From how many movies on the index of a part is written, too.</param>
internal sealed class CatalogImage(
    Snapshot snapshot, PartStamps[] stamps, KeyValuePair<ulong, Tombstone[]>[] tombstones, IReadOnlyList<Note> notes, Note end,
    int leastIndexed) : ICatalogImage
{
    /// <summary>From how many movies on is the index of a part written, too? Below, building takes some ten milliseconds, and the
    /// small parts become one.</summary>
    public const int UsualLeastIndexed = 4096;

    /// <summary>The key of a note among those of titles and years.</summary>
    public static ulong KeyOf(Note note) => XxHash64.Hash(Encoding.UTF8.GetBytes(note.Key));

    public long Number => snapshot.Generation;

    public long Movies => snapshot.Count;

    public void WriteTo(IItemWriter items)
    {
        var writing = new ItemWriting(items);
        writing.Note(end);
        foreach (var note in notes)
            writing.Note(note);
        foreach (var (nameKey, left) in tombstones)
            writing.Tombstones(nameKey, left);
        for (var p = 0; p < stamps.Length; p++)
        {
            if (IsIndexed(snapshot.Parts[p]))
                WritePart(p, writing, new IndexWriter(items));
            else
                WriteMovies(p, _ => writing);
        }
    }

    public void WriteTo(Func<ulong, IItemWriter?> runOf)
    {
        var runs = new Dictionary<IItemWriter, ItemWriting>(ReferenceEqualityComparer.Instance);
        foreach (var note in notes)
            RunOf(KeyOf(note))?.Note(note);
        foreach (var (nameKey, left) in tombstones)
            RunOf(nameKey)?.Tombstones(nameKey, left);
        for (var p = 0; p < stamps.Length; p++)
            WriteMovies(p, id => RunOf(KeyOf(id)));

        ItemWriting? RunOf(ulong key)
        {
            if (runOf(key) is not { } items)
                return null;
            if (!runs.TryGetValue(items, out var writing))
                runs.Add(items, writing = new ItemWriting(items));
            return writing;
        }
    }

    /// <summary>A part of which less than half is left is about to be compacted: its index is not worth keeping what was deleted.</summary>
    private bool IsIndexed(LivePart live) =>
        IndexLayout.IsSupported && live.Part.Count >= leastIndexed && live.DeletedCount <= live.LiveCount;

    /// <summary>Writes the movies of a part that are not deleted.</summary>
    /// <param name="place">The part's place.</param>
    /// <param name="writingOf">Where a movie goes, by its id; null when it is not wanted.</param>
    private void WriteMovies(int place, Func<ReadOnlySpan<byte>, ItemWriting?> writingOf)
    {
        var live = snapshot.Parts[place];
        for (var movie = 0; movie < live.Part.Count; movie++)
        {
            if (!live.IsDeleted(movie))
                writingOf(live.Part.IdOf(movie))?.Movie(ItemChange.None, null, [], stamps[place][movie], live.Part.DocumentOf(movie));
        }
    }

    private static ulong KeyOf(ReadOnlySpan<byte> id) =>
        MovieId.TryParse(id, out var parsed) ? parsed.NameKey : throw new InvalidOperationException("Every document has an id that we made.");

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
