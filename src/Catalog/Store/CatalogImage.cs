using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Store;

/// <summary>All that a store held at one moment.</summary>
/// <param name="snapshot">Its movies.</param>
/// <param name="stamps">The stamps of these, part by part.</param>
/// <param name="tombstones">Deleted movies.</param>
/// <param name="notes">Its notes.</param>
/// <param name="end">The note that tells where its changes end.</param>
internal sealed class CatalogImage(
    Snapshot snapshot, PartStamps[] stamps, KeyValuePair<ulong, Tombstone[]>[] tombstones, IReadOnlyList<Note> notes, Note end) : ICatalogImage
{
    /// <summary>The key of a note among those of titles and years.</summary>
    public static ulong KeyOf(Note note) => XxHash64.Hash(Encoding.UTF8.GetBytes(note.Key));

    public long Number => snapshot.Generation;

    public long Movies => snapshot.Count;

    public void WriteTo(IItemWriter items)
    {
        new ItemWriting(items).Note(end);
        WriteTo(_ => items);
    }

    public void WriteTo(Func<ulong, IItemWriter?> runOf)
    {
        var runs = new Dictionary<IItemWriter, ItemWriting>(ReferenceEqualityComparer.Instance);
        foreach (var note in notes)
            RunOf(KeyOf(note))?.Note(note);
        foreach (var (nameKey, left) in tombstones)
            RunOf(nameKey)?.Tombstones(nameKey, left);
        for (var p = 0; p < stamps.Length; p++)
            WriteMovies(snapshot.Parts[p], stamps[p], RunOf);

        ItemWriting? RunOf(ulong key)
        {
            if (runOf(key) is not { } items)
                return null;
            if (!runs.TryGetValue(items, out var writing))
                runs.Add(items, writing = new ItemWriting(items));
            return writing;
        }
    }

    private static void WriteMovies(LivePart live, PartStamps stamps, Func<ulong, ItemWriting?> runOf)
    {
        for (var movie = 0; movie < live.Part.Count; movie++)
        {
            if (live.IsDeleted(movie))
                continue;
            var document = live.Part.DocumentOf(movie);
            if (!MovieId.TryParse(DocumentFormat.IdOf(document), out var id))
                throw new InvalidOperationException("Every document has an id that we made.");
            runOf(id.NameKey)?.Movie(ItemChange.None, null, [], stamps[movie], document);
        }
    }
}
