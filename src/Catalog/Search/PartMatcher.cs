using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Operands;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Finds the movies of a part that meet all filters of a query: the plan for one part, and its execution.</summary>
/// <remarks>
/// Years are a window of movie numbers. Within it, the most selective operand decides: few candidates are listed and the
/// other operands look at each; many are intersected as bitmaps, 64 at a time, until few are left.
/// </remarks>
internal static class PartMatcher
{
    /// <summary>Up to how many movies are simply looked at, one by one, however few they are among?</summary>
    private const int FewMovies = 64;

    /// <summary>Finding the lists of a text takes the longer the more words a part has: among how many movies is looking at the
    /// text of one more cheaper? With a cast name, a part of a title and a genre at 1.2 M movies, 2^12 was the best of 2^10 to 2^14.</summary>
    private const int MoviesPerLook = 1 << 12;

    /// <summary>From which share of the window on are bitmaps better than a list? One candidate in 32, as for postings.</summary>
    private const int ListShare = PostingLists.DenseShare;

    /// <summary>Finds the matches.</summary>
    /// <param name="live">The part.</param>
    /// <param name="query">The query.</param>
    /// <param name="except">A dimension whose filters don't count (see <see cref="FacetRequest.Others"/>); null: all count.</param>
    /// <param name="scratch">Holds the result, until it is used again; and what <see cref="Ranking.TextSearch"/> has looked up.</param>
    public static MatchSet Match(LivePart live, Query query, FacetDimension? except, Scratch scratch)
    {
        scratch.ReleaseOperands();
        var ranges = scratch.Ranges;
        if (!YearRanges(live.Part, query, except, scratch) || !Prepare(live.Part, query, except, Size(ranges), scratch))
            return MatchSet.Empty;
        int from = ranges[0].First, end = ranges[^1].End;
        if (scratch.Prepared.Count == 0 && ranges.Count == 1)
            return MatchSet.OfRange(from, end, live.Deleted);

        var words = ((end + 63) >> 6) - (from >> 6);
        var best = scratch.Prepared.Count == 0 ? long.MaxValue : scratch.Prepared[0].Estimate;
        if (Size(ranges) is var size && size <= Few(live.Part) && size <= best)
            return KeepAll(live, ListRanges(ranges, scratch), 0, scratch);
        if (best <= Math.Max(FewMovies, words * 64L / ListShare))
            return KeepAll(live, KeepRanges(scratch.Prepared[0].List(from, end), ranges), Listed(scratch.Prepared), scratch);
        if (scratch.Prepared is [SearchOperand search] && live.Deleted.IsEmpty && Size(ranges) == live.Part.Count)
            return MatchSet.OfBits(0, search.Matches, (int)search.Estimate);
        return Intersect(live, from >> 6, words, scratch);
    }

    /// <summary>Intersects bitmaps, exact ones first; once few movies are left, these are looked at one by one.</summary>
    private static MatchSet Intersect(LivePart live, int firstWord, int words, Scratch scratch)
    {
        Scratch.Grow(ref scratch.Bits, words);
        var window = scratch.Bits.AsSpan(0, words);
        FillRanges(window, firstWord, scratch.Ranges);
        if (!live.Deleted.IsEmpty)
            Bitmap.AndNot(window, live.Deleted.Slice(firstWord, words));
        scratch.Prepared.Sort(static (a, b) => a.LooksAtText != b.LooksAtText
            ? a.LooksAtText.CompareTo(b.LooksAtText)
            : a.Estimate.CompareTo(b.Estimate));
        for (var i = 0; i < scratch.Prepared.Count; i++)
        {
            if (scratch.Prepared[i].LooksAtText && i > 0)
            {
                var left = Bitmap.Count(window);
                if (left <= words * 64L / ListShare)
                    return KeepRest(ListBits(window, firstWord, left, scratch), i, scratch);
            }
            scratch.Prepared[i].And(firstWord, window);
        }
        return MatchSet.OfBits(firstWord, window);
    }

    /// <summary>The first operand that has yet to look at what the most selective one has listed: the next one, or, when
    /// that gave candidates alone, it comes once more, as the last.</summary>
    private static int Listed(List<Operand> operands)
    {
        var first = operands[0];
        if (first.ListsExactly)
            return 1;
        operands.RemoveAt(0);
        operands.Add(first);
        return 0;
    }

    private static MatchSet KeepAll(LivePart live, Span<int> movies, int firstOperand, Scratch scratch)
    {
        var left = live.Deleted.IsEmpty ? movies.Length : KeepLive(live, movies);
        return KeepRest(movies[..left], firstOperand, scratch);
    }

    private static MatchSet KeepRest(Span<int> movies, int firstOperand, Scratch scratch)
    {
        for (var i = firstOperand; i < scratch.Prepared.Count && !movies.IsEmpty; i++)
            movies = movies[..scratch.Prepared[i].Keep(movies)];
        return MatchSet.OfList(movies);
    }

    private static int KeepLive(LivePart live, Span<int> movies)
    {
        var count = 0;
        foreach (var movie in movies)
        {
            movies[count] = movie;
            count += live.IsDeleted(movie) ? 0 : 1;
        }
        return count;
    }

    /// <summary>Makes the operands ready, the most selective first. Those that look at text are resolved only when nothing
    /// else leaves few movies to look at.</summary>
    /// <returns>False when one of them can't match.</returns>
    private static bool Prepare(Part part, Query query, FacetDimension? except, long best, Scratch scratch)
    {
        foreach (var filter in query.Texts)
        {
            if (IsExcepted(filter.Field, except))
                continue;
            var operand = scratch.Operand(filter.Field);
            operand.Prepare(part, filter.Alternatives);
            if (operand.Estimate == 0)
                return false;
            best = Math.Min(best, operand.Estimate);
            scratch.Prepared.Add(operand);
        }
        if (query.Search is not null)
        {
            scratch.SearchOperand.Prepare(scratch.TextOf(part));
            if (scratch.SearchOperand.Estimate == 0)
                return false;
            best = Math.Min(best, scratch.SearchOperand.Estimate);
            scratch.Prepared.Add(scratch.SearchOperand);
        }
        foreach (var operand in scratch.Prepared)
        {
            if (best <= Few(part))
                break;
            operand.Resolve();
            if (operand.Estimate == 0)
                return false;
        }
        if (scratch.Prepared.Count > 1)
            scratch.Prepared.Sort(static (a, b) => a.Estimate.CompareTo(b.Estimate));
        return true;
    }

    private static int Few(Part part) => Math.Max(FewMovies, part.Count / MoviesPerLook);

    private static bool IsExcepted(TextField field, FacetDimension? except) =>
        (except == FacetDimension.Genre && field == TextField.Genre) || (except == FacetDimension.Cast && field == TextField.Cast);

    /// <summary>The movies of the wanted years as disjoint ranges, ascending.</summary>
    /// <returns>False when there are none.</returns>
    private static bool YearRanges(Part part, Query query, FacetDimension? except, Scratch scratch)
    {
        scratch.Ranges.Clear();
        if (part.Count > 0)
            scratch.Ranges.Add((0, part.Count));
        if (except is not (FacetDimension.Year or FacetDimension.Decade))
        {
            foreach (var filter in query.Years)
                IntersectYears(part, filter, scratch);
        }
        return scratch.Ranges.Count > 0;
    }

    private static void IntersectYears(Part part, YearFilter filter, Scratch scratch)
    {
        var others = scratch.OtherRanges;
        others.Clear();
        foreach (var years in filter.Ranges)
        {
            var movies = part.MoviesOf(years);
            foreach (var (first, end) in scratch.Ranges)
            {
                if (Math.Max(first, movies.First) is var from && Math.Min(end, movies.End) is var to && from < to)
                    others.Add((from, to));
            }
        }
        others.Sort();
        scratch.Ranges.Clear();
        foreach (var (first, end) in others)
        {
            // Alternatives may overlap: 1990..1999|1995.
            if (scratch.Ranges.Count > 0 && scratch.Ranges[^1].End >= first)
                scratch.Ranges[^1] = (scratch.Ranges[^1].First, Math.Max(scratch.Ranges[^1].End, end));
            else
                scratch.Ranges.Add((first, end));
        }
    }

    private static long Size(List<(int First, int End)> ranges)
    {
        long size = 0;
        foreach (var (first, end) in ranges)
            size += end - first;
        return size;
    }

    private static Span<int> ListRanges(List<(int First, int End)> ranges, Scratch scratch)
    {
        Scratch.Grow(ref scratch.Numbers, (int)Size(ranges));
        var count = 0;
        foreach (var (first, end) in ranges)
        {
            for (var movie = first; movie < end; movie++)
                scratch.Numbers[count++] = movie;
        }
        return scratch.Numbers.AsSpan(0, count);
    }

    private static Span<int> KeepRanges(Span<int> movies, List<(int First, int End)> ranges)
    {
        if (ranges.Count == 1)
            return movies;
        int count = 0, range = 0;
        foreach (var movie in movies)
        {
            while (range < ranges.Count && ranges[range].End <= movie)
                range++;
            if (range < ranges.Count && ranges[range].First <= movie)
                movies[count++] = movie;
        }
        return movies[..count];
    }

    private static void FillRanges(Span<ulong> window, int firstWord, List<(int First, int End)> ranges)
    {
        window.Fill(ulong.MaxValue);
        var (offset, done) = (firstWord << 6, 0);
        foreach (var (first, end) in ranges)
        {
            Bitmap.ClearRange(window, done, first - offset);
            done = end - offset;
        }
        Bitmap.ClearRange(window, done, window.Length << 6);
    }

    private static Span<int> ListBits(ReadOnlySpan<ulong> window, int firstWord, int count, Scratch scratch)
    {
        Scratch.Grow(ref scratch.Numbers, count);
        var i = 0;
        foreach (var offset in new BitmapNumbers(window))
            scratch.Numbers[i++] = (firstWord << 6) + offset;
        return scratch.Numbers.AsSpan(0, count);
    }
}
