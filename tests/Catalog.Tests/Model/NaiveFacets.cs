using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Counts values over movies.</summary>
internal static class NaiveFacets
{
    /// <summary>One facet of an answer: <c>"genre":[…]</c>.</summary>
    public static string Write(NaiveCatalog catalog, Query query, FacetRequest facet, List<NaiveMovie> found)
    {
        var movies = facet.Others ? catalog.Find(query, facet.Dimension) : found;
        var values = facet.Dimension switch
        {
            FacetDimension.Genre => Terms(movies, m => m.Genres, query.FacetSize),
            FacetDimension.Cast => Terms(movies, m => m.Cast, query.FacetSize),
            FacetDimension.Year => Numbers(movies, m => m.Year),
            _ => Numbers(movies, m => m.Year / 10 * 10),
        };
        return $"\"{Name(facet.Dimension)}\":[{string.Join(',', values.Take(query.FacetSize).Select(v => v.Json))}]";
    }

    /// <summary>The terms of some movies, most movies first, ties by folded text, each in its commonest spelling.</summary>
    public static List<(string Folded, string Json)> Terms(
        IEnumerable<NaiveMovie> movies, Func<NaiveMovie, NaiveTerm[]> terms, int most = int.MaxValue)
    {
        var counts = movies.SelectMany(terms).CountBy(t => t.Folded, StringComparer.Ordinal)
            .OrderByDescending(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Take(most)
            .ToList();
        var shown = counts.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var spellings = movies.SelectMany(terms).Where(t => shown.Contains(t.Folded))
            .ToLookup(t => t.Folded, t => t.Spelling, StringComparer.Ordinal);
        return [.. counts.Select(c => (c.Key, Value(NaiveJson.Quote(Commonest(spellings[c.Key])), c.Value)))];
    }

    /// <summary>One value: <c>{"value":…,"count":n}</c>.</summary>
    public static string Value(string json, int count) => $"{{\"value\":{json},\"count\":{count}}}";

    private static IEnumerable<(string Folded, string Json)> Numbers(IEnumerable<NaiveMovie> movies, Func<NaiveMovie, int> number) =>
        movies.GroupBy(number)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key)
            .Select(g => ("", Value($"{g.Key}", g.Count())));

    private static string Commonest(IEnumerable<string> spellings) =>
        spellings.GroupBy(s => s, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => ByteText.OfUtf8(g.Key), StringComparer.Ordinal)
            .First().Key;

    private static string Name(FacetDimension dimension) => dimension switch
    {
        FacetDimension.Genre => "genre",
        FacetDimension.Year => "year",
        FacetDimension.Decade => "decade",
        FacetDimension.Cast => "cast",
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };
}
