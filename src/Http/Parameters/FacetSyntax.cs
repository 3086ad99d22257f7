using MovieGrains.Catalog.Queries;

namespace MovieGrains.Http.Parameters;

/// <summary>Facets: <c>genre</c>, <c>year</c>, <c>decade</c>, <c>cast</c>, each perhaps with <c>:others</c>,
/// comma-separated.</summary>
internal static class FacetSyntax
{
    private const string Syntax = "it must be of genre, year, decade and cast, comma-separated, each with or without :others";
    private const string Twice = "a facet may be named once";

    /// <summary>Reads a value.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> value, List<FacetRequest> facets)
    {
        var items = new CommaList(value);
        while (items.Next())
        {
            if (!TryFacet(items.Item, out var facet))
                return Syntax;
            foreach (var other in facets)
            {
                if (other.Dimension == facet.Dimension)
                    return Twice;
            }
            facets.Add(facet);
        }
        return null;
    }

    private static bool TryFacet(ReadOnlySpan<byte> item, out FacetRequest facet)
    {
        var others = item.EndsWith(":others"u8);
        var name = others ? item[..^":others"u8.Length] : item;
        var dimension = Dimension(name);
        facet = new FacetRequest(dimension ?? default, others);
        return dimension is not null;
    }

    private static FacetDimension? Dimension(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("genre"u8))
            return FacetDimension.Genre;
        if (name.SequenceEqual("year"u8))
            return FacetDimension.Year;
        if (name.SequenceEqual("decade"u8))
            return FacetDimension.Decade;
        return name.SequenceEqual("cast"u8) ? FacetDimension.Cast : null;
    }
}
