using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Counts what the matches of a part have in one dimension, into counters shared by all parts.</summary>
internal static class FacetCounter
{
    /// <summary>Adds the genres or cast names of the matches to counters by catalogue-wide number.</summary>
    /// <remarks>Counted first by the part's own numbers: its terms lie close together, where catalogue-wide numbers would
    /// cost a second jump in memory for each of millions.</remarks>
    /// <param name="live">The part.</param>
    /// <param name="dimension">Genre or cast.</param>
    /// <param name="matches">What to count.</param>
    /// <param name="counts">Counters by catalogue-wide number.</param>
    /// <param name="own">Counters by the part's numbers, all zero; left all zero.</param>
    public static void CountTerms(LivePart live, FacetDimension dimension, MatchSet matches, int[] counts, int[] own)
    {
        var terms = dimension == FacetDimension.Genre ? live.Part.Genres : live.Part.Cast;
        var numbers = dimension == FacetDimension.Genre ? live.GenreNumbers : live.CastNumbers;
        if (matches.Count <= FewMatches(terms.Count))
        {
            AddDirectly(terms, numbers, matches, counts);
            return;
        }
        // Of the whole part, or most of it, the postings' lengths are the counts, less those of what does not match.
        if (matches.Count > live.Part.Count / 2)
            SubtractOthers(live.Part.Count, terms, matches, own);
        else
            AddMatches(terms, matches, own);
        for (var term = 0; term < terms.Count; term++)
            counts[numbers[term]] += own[term];
        own.AsSpan(0, terms.Count).Clear();
    }

    /// <summary>Up to how many matches is going through all terms dearer than the jumps? A term costs half a nanosecond.</summary>
    private static int FewMatches(int terms) => terms / 16;

    private static void AddDirectly(TermIndex terms, int[] numbers, MatchSet matches, int[] counts)
    {
        var walker = matches.WalkFrom(0);
        while (walker.MoveNext())
        {
            foreach (var term in terms.TermsOf(walker.Current))
                counts[numbers[term]]++;
        }
    }

    private static void AddMatches(TermIndex terms, MatchSet matches, int[] own)
    {
        var walker = matches.WalkFrom(0);
        while (walker.MoveNext())
        {
            foreach (var term in terms.TermsOf(walker.Current))
                own[term]++;
        }
    }

    private static void SubtractOthers(int movies, TermIndex terms, MatchSet matches, int[] own)
    {
        for (var term = 0; term < terms.Count; term++)
            own[term] = terms.Postings.CountOf(term);
        if (matches.Count == movies)
            return;
        var next = 0;
        var walker = matches.WalkFrom(0);
        while (next < movies)
        {
            var match = walker.MoveNext() ? walker.Current : movies;
            for (; next < match; next++)
            {
                foreach (var term in terms.TermsOf(next))
                    own[term]--;
            }
            next = match + 1;
        }
    }

    /// <summary>Adds up, for a run of terms of a part, how many of its movies have each.</summary>
    public static void CountAll(LivePart live, TermIndex terms, int[] numbers, (int First, int End) run, int[] counts)
    {
        for (var term = run.First; term < run.End; term++)
            counts[numbers[term]] += terms.Postings.CountOf(term);
        foreach (var movie in new BitmapNumbers(live.Deleted))
        {
            foreach (var term in terms.TermsOf(movie))
                counts[numbers[term]] -= term >= run.First && term < run.End ? 1 : 0;
        }
    }

    /// <summary>Adds the years of the matches to counters by year.</summary>
    public static void CountYears(Part part, MatchSet matches, int[] counts)
    {
        for (var movie = Math.Max(0, matches.First); movie < Math.Min(part.Count, matches.End);)
        {
            int year = part.Years[movie];
            var (first, end) = part.MoviesOf(new YearRange(year, year));
            counts[year] += matches.CountIn(first, end);
            movie = end;
        }
    }
}

/// <summary>A value of a facet and how many movies have it.</summary>
/// <param name="Number">The term's catalogue-wide number, or the year.</param>
/// <param name="Count">How many of the matches have it.</param>
internal readonly record struct FacetValue(int Number, int Count);

/// <summary>Selects the values to show.</summary>
internal static class FacetSelection
{
    /// <summary>The values with most movies, ties by folded text; and clears the counters.</summary>
    /// <param name="counts">Counters by catalogue-wide number.</param>
    /// <param name="used">Numbers are below this.</param>
    /// <param name="vocabulary">Gives the folded texts.</param>
    /// <param name="size">No more values than this.</param>
    /// <param name="values">Takes them.</param>
    public static void MostFirst(int[] counts, int used, Vocabulary vocabulary, int size, List<FacetValue> values)
    {
        values.Clear();
        var all = counts.AsSpan(0, used);
        var least = 1; // What a value must have to be among the most so far.
        for (var next = 0; next < all.Length; next++)
        {
            if (all[next] < least)
                continue;
            values.Add(new FacetValue(next, all[next]));
            if (values.Count >= Math.Max(256, size * 2))
                least = Cut(values, vocabulary, size);
        }
        all.Clear();
        Cut(values, vocabulary, size);
    }

    private static int Cut(List<FacetValue> values, Vocabulary vocabulary, int size)
    {
        values.Sort((a, b) => a.Count != b.Count
            ? b.Count.CompareTo(a.Count)
            : vocabulary[a.Number].SequenceCompareTo(vocabulary[b.Number]));
        if (values.Count > size)
            values.RemoveRange(size, values.Count - size);
        return values.Count < size ? 1 : values[^1].Count;
    }
}
