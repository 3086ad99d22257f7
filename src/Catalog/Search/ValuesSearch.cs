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
        var total = query.Dimension == ValuesDimension.Year
            ? WriteYears(snapshot, query, ref writer, scratch)
            : WriteTerms(snapshot, query, ref writer, scratch);
        var hasMore = total - query.Skip > query.PageSize;
        writer.Number("],\"total\":"u8, total);
        writer.Number(",\"page\":"u8, query.Page);
        writer.Number(",\"page_size\":"u8, query.PageSize);
        writer.Raw(hasMore ? ",\"has_more\":true}"u8 : ",\"has_more\":false}"u8);
        Scratch.Return(scratch);
        return new AnswerSummary(total, hasMore, null, snapshot.Generation, TimeSpan.Zero);
    }

    private static long WriteYears(Snapshot snapshot, ValuesQuery query, ref AnswerWriter writer, Scratch scratch)
    {
        var counts = scratch.Counters(0, FacetWriter.Years);
        foreach (var live in snapshot.Parts)
            FacetCounter.CountYears(live.Part, PartMatcher.Match(live, Everything, null, scratch), counts);
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
        var counts = scratch.Counters(0, used);
        foreach (var live in snapshot.Parts)
        {
            var terms = dimension == FacetDimension.Genre ? live.Part.Genres : live.Part.Cast;
            var numbers = dimension == FacetDimension.Genre ? live.GenreNumbers : live.CastNumbers;
            FacetCounter.CountAll(live, terms, numbers, terms.Folded.PrefixRange(query.Prefix), counts);
        }
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
    private static (int First, int End) Window(ValuesQuery query, int total)
    {
        var first = (int)Math.Min(total, query.Skip);
        return (first, Math.Min(total, first + query.PageSize));
    }
}
