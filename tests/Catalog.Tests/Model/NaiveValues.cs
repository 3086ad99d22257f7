using System.Globalization;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Lists the values of a dimension by looking at every movie.</summary>
internal static class NaiveValues
{
    public static string List(NaiveCatalog catalog, ValuesQuery query)
    {
        var prefix = ByteText.Of(query.Prefix);
        var values = query.Dimension switch
        {
            ValuesDimension.Genre => NaiveFacets.Terms(catalog.Movies, m => m.Genres),
            ValuesDimension.Actor => NaiveFacets.Terms(catalog.Movies, m => m.Cast),
            _ => Years(catalog),
        };
        var wanted = values.Where(v => v.Folded.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var rest = wanted.Skip((int)((query.Page - 1) * query.PageSize)).ToList();
        return $"{{\"items\":[{string.Join(',', rest.Take(query.PageSize).Select(v => v.Json))}],\"total\":{wanted.Count},"
            + $"\"page\":{query.Page},\"page_size\":{query.PageSize},\"has_more\":{(rest.Count > query.PageSize ? "true" : "false")}}}";
    }

    private static IEnumerable<(string Folded, string Json)> Years(NaiveCatalog catalog) =>
        catalog.Movies.GroupBy(m => m.Year)
            .OrderByDescending(g => g.Key)
            .Select(g => (g.Key.ToString(CultureInfo.InvariantCulture), NaiveFacets.Value($"{g.Key}", g.Count())));
}
