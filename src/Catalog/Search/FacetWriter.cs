using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search;

/// <summary>Writes a facet from its counters, and leaves these all zero.</summary>
internal static class FacetWriter
{
    /// <summary>Years are below this.</summary>
    public const int Years = 10_000;

    /// <summary>Writes <c>"genre":[{"value":…,"count":n},…]</c>, with a comma before all but the first facet.</summary>
    public static void Write(Snapshot snapshot, Query query, int facet, ref AnswerWriter writer, Scratch scratch)
    {
        var request = query.Facets[facet];
        if (facet > 0)
            writer.Raw(","u8);
        writer.Raw(NameOf(request.Dimension));
        if (request.Dimension is FacetDimension.Year or FacetDimension.Decade)
            WriteYears(request.Dimension, query.FacetSize, scratch.Counters(facet, Years), ref writer, scratch);
        else
            WriteTerms(snapshot, query, facet, ref writer, scratch);
        writer.Raw("]"u8);
    }

    /// <summary>The beginning of a facet.</summary>
    public static ReadOnlySpan<byte> NameOf(FacetDimension dimension) => dimension switch
    {
        FacetDimension.Genre => "\"genre\":["u8,
        FacetDimension.Year => "\"year\":["u8,
        FacetDimension.Decade => "\"decade\":["u8,
        _ => "\"cast\":["u8,
    };

    private static void WriteTerms(Snapshot snapshot, Query query, int facet, ref AnswerWriter writer, Scratch scratch)
    {
        var request = query.Facets[facet];
        var (vocabulary, used) = request.Dimension == FacetDimension.Genre
            ? (snapshot.Genres, snapshot.GenreCount)
            : (snapshot.Cast, snapshot.CastCount);
        FacetSelection.MostFirst(scratch.Counters(facet, used), used, vocabulary, query.FacetSize, scratch.Values);
        for (var i = 0; i < scratch.Values.Count; i++)
        {
            var value = scratch.Values[i];
            writer.Value(i, SpellingChoice.Choose(snapshot, query, request, vocabulary[value.Number], scratch), value.Count);
        }
    }

    /// <summary>Writes years or decades from counters by year, and leaves these all zero.</summary>
    public static void WriteYears(FacetDimension dimension, int size, int[] counts, ref AnswerWriter writer, Scratch scratch)
    {
        scratch.Values.Clear();
        for (var year = 0; year < Years; year++)
        {
            if (counts[year] == 0)
                continue;
            var value = dimension == FacetDimension.Decade ? year - (year % 10) : year;
            if (scratch.Values.Count > 0 && scratch.Values[^1].Number == value)
                scratch.Values[^1] = new FacetValue(value, scratch.Values[^1].Count + counts[year]);
            else
                scratch.Values.Add(new FacetValue(value, counts[year]));
            counts[year] = 0;
        }
        scratch.Values.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Number.CompareTo(b.Number));
        for (var i = 0; i < Math.Min(size, scratch.Values.Count); i++)
            writer.Value(i, scratch.Values[i].Number, scratch.Values[i].Count);
    }
}
