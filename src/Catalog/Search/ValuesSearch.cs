using System.Buffers;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Lists the values of a dimension over the whole catalogue.</summary>
internal static class ValuesSearch
{
    private static readonly Query Everything = new();

    /// <summary>Writes the answer's envelope.</summary>
    public static AnswerSummary Answer(Snapshot snapshot, ValuesQuery query, IBufferWriter<byte> body)
    {
        var scratch = Scratch.Rent();
        var writer = new AnswerWriter(body);
        writer.Raw("{\"items\":["u8);
        long total;
        if (query.Dimension == ValuesDimension.Year)
            total = WriteYears(query, CountYears(snapshot, scratch), ref writer, scratch);
        else
            total = WriteTerms(snapshot, query, ref writer, scratch);
        var summary = End(query, total, snapshot.Generation, ref writer);
        Scratch.Return(scratch);
        return summary;
    }

    /// <summary>Writes the end of the envelope.</summary>
    public static AnswerSummary End(ValuesQuery query, long total, long generation, ref AnswerWriter writer)
    {
        var hasMore = total - query.Skip > query.PageSize;
        writer.Number("],\"total\":"u8, total);
        writer.Number(",\"page\":"u8, query.Page);
        writer.Number(",\"page_size\":"u8, query.PageSize);
        writer.Raw(hasMore ? ",\"has_more\":true}"u8 : ",\"has_more\":false}"u8);
        return new AnswerSummary(total, hasMore, null, generation, TimeSpan.Zero);
    }

    /// <summary>Counts the movies of each year, into the first facet's counters.</summary>
    public static int[] CountYears(Snapshot snapshot, Scratch scratch)
    {
        var counts = scratch.Counters(0, FacetWriter.Years);
        foreach (var live in snapshot.Parts)
            FacetCounter.CountYears(live.Part, PartMatcher.Match(live, Everything, null, scratch), counts);
        return counts;
    }

    /// <summary>Counts the movies of each genre or cast name that begins with a prefix, into the first facet's counters.</summary>
    public static int[] CountTerms(Snapshot snapshot, FacetDimension dimension, ReadOnlySpan<byte> prefix, Scratch scratch)
    {
        var isGenre = dimension == FacetDimension.Genre;
        var counts = scratch.Counters(0, isGenre ? snapshot.GenreCount : snapshot.CastCount);
        foreach (var live in snapshot.Parts)
        {
            var terms = isGenre ? live.Part.Genres : live.Part.Cast;
            FacetCounter.CountAll(live, terms, isGenre ? live.GenreNumbers : live.CastNumbers, terms.Folded.PrefixRange(prefix), counts);
        }
        return counts;
    }

    /// <summary>Writes the page's years from counters by year, and leaves these all zero.</summary>
    public static long WriteYears(ValuesQuery query, int[] counts, ref AnswerWriter writer, Scratch scratch)
    {
        scratch.Values.Clear();
        Span<byte> text = stackalloc byte[4];
        for (var year = FacetWriter.Years - 1; year > 0; year--)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(year, text, out var length);
            if (counts[year] > 0 && text[..length].StartsWith(query.Prefix))
                scratch.Values.Add(new FacetValue(year, counts[year]));
            counts[year] = 0;
        }
        var (first, end) = Window(query, scratch.Values.Count);
        for (var i = first; i < end; i++)
            writer.Value(i - first, scratch.Values[i].Number, scratch.Values[i].Count);
        return scratch.Values.Count;
    }

    private static long WriteTerms(Snapshot snapshot, ValuesQuery query, ref AnswerWriter writer, Scratch scratch)
    {
        var dimension = query.Dimension == ValuesDimension.Genre ? FacetDimension.Genre : FacetDimension.Cast;
        var (vocabulary, used) = dimension == FacetDimension.Genre
            ? (snapshot.Genres, snapshot.GenreCount)
            : (snapshot.Cast, snapshot.CastCount);
        var counts = CountTerms(snapshot, dimension, query.Prefix, scratch);
        var total = 0;
        foreach (var count in counts.AsSpan(0, used))
            total += count > 0 ? 1 : 0;
        var (first, end) = Window(query, total);
        FacetSelection.MostFirst(counts, used, vocabulary, Math.Max(1, end), scratch.Values);
        for (var i = first; i < end; i++)
        {
            var value = scratch.Values[i];
            var spelling = SpellingChoice.Choose(
                snapshot, Everything, new FacetRequest(dimension, false), vocabulary[value.Number], scratch);
            writer.Value(i - first, spelling, value.Count);
        }
        return total;
    }

    /// <summary>The page's places, from the first to before the last.</summary>
    public static (int First, int End) Window(ValuesQuery query, int total)
    {
        var first = (int)Math.Min(total, query.Skip);
        return (first, Math.Min(total, first + query.PageSize));
    }
}
