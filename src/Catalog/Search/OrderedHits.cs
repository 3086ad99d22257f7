using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;

namespace MovieGrains.Catalog.Search;

/// <summary>The first movies of one part's matches, in the order asked for.</summary>
/// <remarks>
/// The default order is that of the movies' numbers. Any other order by year takes the years in turn; an order by title
/// either takes the titles in turn, asking of each movie whether it matches, or takes the keys of all matches and selects
/// the least, whichever looks at fewer movies.
/// </remarks>
internal sealed class OrderedHits
{
    private int[] movies = new int[256];
    private int[] scores = [];
    private bool hasScores;

    /// <summary>The part's place in the snapshot.</summary>
    public int PartIndex { get; private set; }

    public Part Part { get; private set; } = null!;

    public int Count { get; private set; }

    public int this[int place] => movies[place];

    /// <summary>The score of the movie at a place, when the order is by relevance; else 0.</summary>
    public int ScoreAt(int place) => hasScores ? scores[place] : 0;

    /// <summary>Takes the first matches.</summary>
    /// <param name="partIndex">The part's place in the snapshot.</param>
    /// <param name="part">The part.</param>
    /// <param name="matches">What matches in it.</param>
    /// <param name="query">Gives the order and the place to go on after.</param>
    /// <param name="skip">Matches to leave out at the front.</param>
    /// <param name="most">Matches wanted after these.</param>
    /// <param name="scratch">Holds sort keys meanwhile.</param>
    public void Fill(int partIndex, Part part, MatchSet matches, Query query, long skip, long most, Scratch scratch)
    {
        PartIndex = partIndex;
        Part = part;
        Count = 0;
        hasScores = query.Sort.IsByRelevance;
        var keys = new SortKeys(part, query.Sort);
        ulong bound = 0;
        if (matches.Count == 0 || skip >= matches.Count || (query.After is { } after && !keys.TryAfter(after, out bound)))
            return;
        var wanted = (int)Math.Min(most, matches.Count - skip);
        Scratch.Grow(ref movies, wanted);
        if (query.Sort.IsByRelevance)
            FillByRelevance(matches, keys, bound, (int)skip, wanted, scratch);
        else if (query.Sort.Equals(Sort.Default))
            FillByNumber(matches, FirstFrom(keys, bound), (int)skip, wanted);
        else
            FillByKey(matches, keys, query.Sort, bound, (int)skip, wanted, scratch);
    }

    /// <summary>Lets go of the part.</summary>
    public void Release() => Part = null!;

    /// <summary>In the default order keys grow with the numbers: the first movie whose key is not below the bound.</summary>
    private int FirstFrom(SortKeys keys, ulong bound)
    {
        int low = 0, high = bound == 0 ? 0 : Part.Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (keys.Of(middle) < bound)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void FillByNumber(MatchSet matches, int from, int skip, int wanted)
    {
        var walker = matches.WalkFrom(skip == 0 ? from : SkipTo(matches, from, skip));
        while (Count < wanted && walker.MoveNext())
            movies[Count++] = walker.Current;
    }

    /// <summary>The number of the match that follows <paramref name="skip"/> others: by halving, as counting is cheap.</summary>
    private int SkipTo(MatchSet matches, int from, int skip)
    {
        int low = from, high = Part.Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (matches.CountIn(from, middle + 1) <= skip)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private void FillByKey(MatchSet matches, SortKeys keys, Sort sort, ulong bound, int skip, int wanted, Scratch scratch)
    {
        var selection = new KeySelection(keys, bound, skip, movies.AsSpan(0, wanted), [], ref scratch.Keys);
        if (sort.Keys[0].Field == SortField.Year)
            ByYears(matches, sort.Keys[0].Descending, ref selection);
        else if ((skip + (long)wanted) * Part.Count < (long)matches.Count * matches.Count && bound == 0)
            ByTitles(matches, sort.Keys[0].Descending, ref selection);
        else
            All(matches, ref selection);
        Count = selection.Count;
    }

    private void FillByRelevance(MatchSet matches, SortKeys keys, ulong bound, int skip, int wanted, Scratch scratch)
    {
        Scratch.Grow(ref scores, movies.Length);
        var selection = new KeySelection(
            keys, bound, skip, movies.AsSpan(0, wanted), scores.AsSpan(0, wanted), ref scratch.Keys);
        RelevantHits.Select(scratch.TextOf(Part), matches, scratch.Scorer, ref selection);
        Count = selection.Count;
    }

    private void ByYears(MatchSet matches, bool descending, ref KeySelection selection)
    {
        // Numbers run from the newest year to the oldest.
        var next = descending ? matches.First : Math.Min(matches.End, Part.Count) - 1;
        while (!selection.IsFull && next >= 0 && next < Part.Count && (descending ? next < matches.End : next >= matches.First))
        {
            int year = Part.Years[next];
            var (first, end) = Part.MoviesOf(new YearRange(year, year));
            AddGroup(matches, first, end, ref selection);
            next = descending ? end : first - 1;
        }
    }

    private static void AddGroup(MatchSet matches, int first, int end, ref KeySelection selection)
    {
        var count = matches.CountIn(first, end);
        if (count == 0 || selection.TrySkip(count))
            return;
        var walker = matches.WalkFrom(first);
        while (walker.MoveNext() && walker.Current < end)
            selection.Add(walker.Current);
        selection.EndGroup();
    }

    private void ByTitles(MatchSet matches, bool descending, ref KeySelection selection)
    {
        var byTitle = Part.ByTitle;
        for (var i = 0; i < byTitle.Length && !selection.IsFull; i++)
        {
            var movie = byTitle[descending ? byTitle.Length - 1 - i : i];
            if (i > 0 && Part.TitleRanks[movie] != Part.TitleRanks[byTitle[descending ? byTitle.Length - i : i - 1]])
                selection.EndGroup();
            if (matches.Contains(movie))
                selection.Add(movie);
        }
        selection.EndGroup();
    }

    private static void All(MatchSet matches, ref KeySelection selection)
    {
        var walker = matches.WalkFrom(matches.First);
        while (walker.MoveNext())
            selection.Add(walker.Current);
        selection.EndGroup();
    }
}
