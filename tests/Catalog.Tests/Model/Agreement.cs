using System.Text;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Fails with all that is needed to see a disagreement again.</summary>
internal static class Agreement
{
    public static Task AssertAsync(ICatalog catalog, NaiveCatalog naive, Query query, int seed) =>
        AssertAsync([catalog], naive, query, seed);

    public static async Task AssertAsync(IEnumerable<ICatalog> catalogs, NaiveCatalog naive, Query query, int seed)
    {
        var expected = naive.Answer(query);
        foreach (var catalog in catalogs)
        {
            var actual = await catalog.AskAsync(query);
            if (!string.Equals(expected, actual, StringComparison.Ordinal))
                Assert.Fail($"Seed {seed}, {catalog.Status.Parts} parts, {Describe(query)}\nexpected {expected}\nactual   {actual}");
        }
    }

    public static string Describe(Query query) => string.Join(' ', [
        .. query.Texts.Select(f => $"{f.Field}={string.Join('|', f.Alternatives.Select(Encoding.UTF8.GetString))}"),
        .. query.Years.Select(f => $"Year={string.Join('|', f.Ranges)}"),
        $"q=[{query.Search?.Text}] sort={query.Sort} page={query.Page} size={query.PageSize} after={query.After}",
        .. query.Facets.Select(f => f.ToString()),
        $"facets={query.FacetSize} fields={string.Join(',', query.Fields)}"]);
}
