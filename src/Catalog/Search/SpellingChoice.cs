using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Chooses how a genre or cast name is spelt in an answer: as most of the result's movies spell it.</summary>
/// <remarks>Ties go to the spelling whose bytes come first, so that the choice does not depend on the parts.</remarks>
internal static class SpellingChoice
{
    /// <summary>The spelling of a term.</summary>
    /// <param name="snapshot">What is asked.</param>
    /// <param name="query">Whose matches count.</param>
    /// <param name="facet">The dimension, and whether its own filters count.</param>
    /// <param name="folded">The term.</param>
    /// <param name="scratch">For the matches, when they have to be looked at.</param>
    public static ReadOnlySpan<byte> Choose(
        Snapshot snapshot, Query query, FacetRequest facet, ReadOnlySpan<byte> folded, Scratch scratch) =>
        TryOnly(snapshot, facet.Dimension, folded, out var only) ? only : Commonest(Uses(snapshot, query, facet, folded, scratch));

    /// <summary>The spelling of a term of which no two movies have different ones, whatever matches; empty when nobody has the term.</summary>
    public static bool TryOnly(Snapshot snapshot, FacetDimension dimension, ReadOnlySpan<byte> folded, out ReadOnlySpan<byte> only)
    {
        only = default;
        foreach (var live in snapshot.Parts)
        {
            var terms = TermsOf(live.Part, dimension);
            var term = terms.Folded.BinarySearch(folded);
            if (term < 0)
                continue;
            var first = terms.Spellings.FirstOf(term);
            if (terms.Spellings.SeveralOf(term) is not null || (!only.IsEmpty && !only.SequenceEqual(first)))
                return false;
            only = first;
        }
        return true;
    }

    /// <summary>How many matches spell a term in which way, by the spellings' bytes.</summary>
    public static SortedDictionary<byte[], int> Uses(
        Snapshot snapshot, Query query, FacetRequest facet, ReadOnlySpan<byte> folded, Scratch scratch)
    {
        var uses = new SortedDictionary<byte[], int>(ByteOrder.Instance);
        foreach (var live in snapshot.Parts)
        {
            var terms = TermsOf(live.Part, facet.Dimension);
            var term = terms.Folded.BinarySearch(folded);
            if (term < 0)
                continue;
            var matches = PartMatcher.Match(live, query, facet.Others ? facet.Dimension : null, scratch);
            if (terms.Spellings.SeveralOf(term) is not { } several)
            {
                AddUses(uses, terms.Spellings.FirstOf(term).ToArray(), CountMatches(terms.Postings, term, matches));
                continue;
            }
            foreach (var spelling in several)
                AddUses(uses, spelling.Text, CountMatches(spelling.Movies, matches));
        }
        return uses;
    }

    /// <summary>The spelling that most use, of those the one whose bytes come first.</summary>
    public static byte[] Commonest(SortedDictionary<byte[], int> uses)
    {
        byte[] commonest = [];
        var most = 0;
        foreach (var (spelling, count) in uses)
        {
            if (count > most)
                (commonest, most) = (spelling, count);
        }
        return commonest;
    }

    private static TermIndex TermsOf(Part part, FacetDimension dimension) =>
        dimension == FacetDimension.Genre ? part.Genres : part.Cast;

    public static void AddUses(SortedDictionary<byte[], int> uses, byte[] spelling, int count) =>
        uses[spelling] = uses.GetValueOrDefault(spelling) + count;

    private static int CountMatches(ReadOnlySpan<int> movies, MatchSet matches)
    {
        var count = 0;
        foreach (var movie in movies)
            count += matches.Contains(movie) ? 1 : 0;
        return count;
    }

    private static int CountMatches(PostingLists postings, int list, MatchSet matches)
    {
        var count = 0;
        if (postings.IsDense(list))
        {
            foreach (var movie in new BitmapNumbers(postings.Words(list)))
                count += matches.Contains(movie) ? 1 : 0;
            return count;
        }
        var reader = postings.Open(list);
        while (reader.MoveNext())
            count += matches.Contains(reader.Current) ? 1 : 0;
        return count;
    }
}
