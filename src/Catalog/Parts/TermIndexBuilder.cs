using System.Runtime.InteropServices;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Parts;

/// <summary>Gathers the terms of movies as they come, then builds a <see cref="TermIndex"/> in the movies' final order.</summary>
/// <param name="movies">How many movies are expected.</param>
/// <param name="averageTerms">How many terms each is expected to have.</param>
internal sealed class TermIndexBuilder(int movies, int averageTerms)
{
    private readonly TextTable table = new();
    private readonly TextList spellings = new();                       // The first spelling of each term.
    private readonly Dictionary<(int Term, int Movie), byte[]> odd = []; // Where a movie spells a term otherwise.
    private readonly List<int> terms = new(movies * averageTerms);
    private readonly List<int> ends = new(movies);
    private byte[] scratch = new byte[256];

    /// <summary>A value of the movie being gathered, as supplied; one that folds to nothing can't be asked for and is left out.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var folded = Folding.Fold(value, ref scratch);
        if (folded.IsEmpty)
            return;
        var term = table.GetOrAdd(folded);
        var start = ends.Count == 0 ? 0 : ends[^1];
        if (CollectionsMarshal.AsSpan(terms)[start..].Contains(term))
            return;
        terms.Add(term);
        if (term == spellings.Count)
            spellings.Add(value);
        else if (!spellings[term].SequenceEqual(value))
            odd[(term, ends.Count)] = value.ToArray();
    }

    /// <summary>Ends the movie being gathered.</summary>
    public void EndMovie() => ends.Add(terms.Count);

    /// <summary>Builds the index.</summary>
    /// <param name="order">For each movie of the part, the number in which it was gathered.</param>
    /// <param name="buffers">To sort in.</param>
    public TermIndex Build(ReadOnlySpan<int> order, BuildBuffers? buffers = null)
    {
        var (termOrder, rank) = TextSort.Rank(table.Texts, buffers);
        var (finalTerms, finalEnds) = Reorder(order, rank);
        return new TermIndex(
            TextColumn.Reorder(table.Texts, termOrder),
            PostingLists.OfRows(finalTerms, finalEnds, termOrder.Length),
            finalTerms,
            finalEnds,
            BuildSpellings(order, termOrder, rank, finalTerms, finalEnds));
    }

    private (int[] Terms, int[] Ends) Reorder(ReadOnlySpan<int> order, int[] rank)
    {
        var finalTerms = new int[terms.Count];
        var finalEnds = new int[order.Length];
        var gathered = CollectionsMarshal.AsSpan(terms);
        var end = 0;
        for (var movie = 0; movie < order.Length; movie++)
        {
            var start = order[movie] == 0 ? 0 : ends[order[movie] - 1];
            foreach (var term in gathered[start..ends[order[movie]]])
                finalTerms[end++] = rank[term];
            finalEnds[movie] = end;
        }
        return (finalTerms, finalEnds);
    }

    private Spellings BuildSpellings(ReadOnlySpan<int> order, int[] termOrder, int[] rank, int[] finalTerms, int[] finalEnds)
    {
        var several = new Dictionary<int, Spelling[]>();
        if (odd.Count > 0)
        {
            var oddTerms = odd.Keys.Select(k => rank[k.Term]).ToHashSet();
            var uses = oddTerms.ToDictionary(t => t, _ => new SortedDictionary<byte[], List<int>>(ByteOrder.Instance));
            for (int movie = 0, i = 0; movie < finalEnds.Length; movie++)
            {
                for (; i < finalEnds[movie]; i++)
                {
                    if (!uses.TryGetValue(finalTerms[i], out var bySpelling))
                        continue;
                    var term = termOrder[finalTerms[i]];
                    var text = odd.GetValueOrDefault((term, order[movie])) ?? spellings[term].ToArray();
                    bySpelling.TryAdd(text, []);
                    bySpelling[text].Add(movie);
                }
            }
            foreach (var (term, bySpelling) in uses)
                several[term] = [.. bySpelling.Select(s => new Spelling(s.Key, [.. s.Value]))];
        }
        return new Spellings(TextColumn.Reorder(spellings, termOrder), several);
    }
}

/// <summary>Orders byte strings by their bytes.</summary>
internal sealed class ByteOrder : IComparer<byte[]>
{
    public static readonly ByteOrder Instance = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
