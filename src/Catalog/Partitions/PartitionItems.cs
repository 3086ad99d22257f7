using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Partitions;

/// <summary>Writes what a derived partition takes over from a store: items of documents, which a replay reads, without the stamps that
/// only whoever merges needs.</summary>
/// <param name="view">What the store holds.</param>
/// <param name="filter">Which movies belong to the partition.</param>
public sealed class PartitionItems(CatalogView view, PartitionFilter filter)
{
    private readonly Snapshot snapshot = view.Snapshot;

    /// <summary>How many movies belong to the partition, and the bytes of their documents.</summary>
    public (long Movies, long Bytes) Measure()
    {
        long movies = 0, bytes = 0;
        foreach (var live in snapshot.Parts)
        {
            var sieve = filter.SieveOf(live.Part);
            for (var movie = 0; movie < live.Part.Count; movie++)
            {
                if (live.IsDeleted(movie) || !sieve.Has(movie))
                    continue;
                movies++;
                bytes += live.Part.DocumentOf(movie).Length;
            }
        }
        return (movies, bytes);
    }

    /// <summary>Writes one of several runs of all movies of the partition; together they have each once.</summary>
    /// <param name="items">Takes them.</param>
    /// <param name="cut">There are 2 to this runs.</param>
    /// <param name="run">Which of them.</param>
    public void WriteRun(IItemWriter items, int cut, int run)
    {
        var writing = new ItemWriting(items);
        foreach (var live in snapshot.Parts)
        {
            var sieve = filter.SieveOf(live.Part);
            for (var movie = 0; movie < live.Part.Count; movie++)
            {
                if (!live.IsDeleted(movie) && RunOf(live.Part.IdOf(movie), cut) == run && sieve.Has(movie))
                    writing.Movie(ItemChange.None, null, [], default, live.Part.DocumentOf(movie));
            }
        }
    }

    /// <summary>Writes, of all movies that some commits have touched, how they are now: the document where it belongs to the partition, else
    /// that it is gone. What has happened since the commits may be in it, which does no harm, as it will only come once more.</summary>
    /// <param name="items">Takes them.</param>
    /// <param name="commits">The commits, a run of items each.</param>
    public void WriteTouched(IItemWriter items, IEnumerable<byte[]> commits)
    {
        ArgumentNullException.ThrowIfNull(commits);
        var touched = new HashSet<MovieId>();
        foreach (var commit in commits)
        {
            RunChanges.Read(commit, (_, text, _) =>
            {
                if (MovieId.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var id))
                    touched.Add(id);
            });
        }
        var writing = new ItemWriting(items);
        var sieves = snapshot.Parts.Select(live => filter.SieveOf(live.Part)).ToArray();
        foreach (var id in touched)
            WriteOne(writing, sieves, id);
    }

    private void WriteOne(ItemWriting writing, PartitionFilter.Sieve[] sieves, MovieId id)
    {
        Span<byte> text = stackalloc byte[MovieId.MaxLength];
        text = text[..id.Write(text)];
        // An id that only begins like another's finds that one, which is not meant.
        if (snapshot.Find(id) is var (part, movie) && part >= 0 && snapshot.Parts[part].Part.IdOf(movie).SequenceEqual(text) && sieves[part].Has(movie))
            writing.Movie(ItemChange.None, null, [], default, snapshot.Parts[part].Part.DocumentOf(movie));
        else
            writing.Deleted(text, null);
    }

    private static int RunOf(ReadOnlySpan<byte> id, int cut) =>
        MovieId.TryParse(id, out var parsed) ? (int)(parsed.NameKey & ((1UL << cut) - 1)) : 0;
}
