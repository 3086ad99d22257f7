using System.Collections.Immutable;

namespace MovieGrains.Catalog.Queries;

/// <summary>What is asked of the catalogue: filters, order, place, and what else the answer should carry.</summary>
/// <remarks>Whoever builds it has validated and folded everything; the engine asserts and does not ask again.</remarks>
public sealed record Query
{
    /// <summary>Pages hold this many movies unless the query says otherwise.</summary>
    public const int DefaultPageSize = 20;

    /// <summary>No page holds more movies than this.</summary>
    public const int MaxPageSize = 200;

    /// <summary>A facet shows this many values unless the query says otherwise.</summary>
    public const int DefaultFacetSize = 20;

    /// <summary>No facet shows more values than this.</summary>
    public const int MaxFacetSize = 1000;

    /// <summary>Conditions on text: a movie matches when it meets all of them.</summary>
    public ImmutableArray<TextFilter> Texts { get; init; } = [];

    /// <summary>Conditions on the year: a movie matches when it meets all of them.</summary>
    public ImmutableArray<YearFilter> Years { get; init; } = [];

    /// <summary>What is asked for in full text; null when nothing is.</summary>
    public SearchText? Search { get; init; }

    /// <summary>The order of the answer; <see cref="Sort.Relevance"/> only with <see cref="Search"/>.</summary>
    public Sort Sort { get; init; } = Sort.Default;

    /// <summary>The page, from 1. Without meaning when <see cref="After"/> is given.</summary>
    public long Page { get; init; } = 1;

    /// <summary>Movies per page, 1..<see cref="MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>How many movies the pages before hold. No catalogue has so many that a greater page could matter, and
    /// without a bound the product would overflow.</summary>
    internal long Skip => Math.Min(Page - 1, int.MaxValue) * PageSize;

    /// <summary>The place to go on after; null to count pages.</summary>
    public Cursor? After { get; init; }

    /// <summary>The names of the fields wanted, as JSON spells them; empty for all.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>The facets wanted, in the order of the answer, no dimension twice.</summary>
    public ImmutableArray<FacetRequest> Facets { get; init; } = [];

    /// <summary>Whether the answer should tell where in each item the query matched.</summary>
    public bool Highlight { get; init; }

    /// <summary>Values per facet, 1..<see cref="MaxFacetSize"/>.</summary>
    public int FacetSize { get; init; } = DefaultFacetSize;
}

/// <summary>Which text of a movie a filter looks at, and how; in the order of the parameters.</summary>
public enum TextField
{
    /// <summary>The title contains it.</summary>
    Title,

    /// <summary>The title equals it.</summary>
    Name,

    /// <summary>A genre equals it.</summary>
    Genre,

    /// <summary>A cast name equals it.</summary>
    Cast,

    /// <summary>A cast name contains it.</summary>
    Actor,
}

/// <summary>A condition on text: one of the alternatives must match.</summary>
/// <param name="Field">Which text, and how.</param>
/// <param name="Alternatives">Folded UTF-8, at least one, none of them empty; folded text has no blank at its ends, and the
/// engine counts on that.</param>
public sealed record TextFilter(TextField Field, ImmutableArray<byte[]> Alternatives);

/// <summary>A condition on the year: one of the ranges must hold it.</summary>
/// <param name="Ranges">At least one.</param>
public sealed record YearFilter(ImmutableArray<YearRange> Ranges);

/// <summary>Years from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
/// <param name="First">The first year, ≥ 1.</param>
/// <param name="Last">The last year, ≥ <paramref name="First"/>, ≤ 9999.</param>
public readonly record struct YearRange(int First, int Last);

/// <summary>What can be counted over a result.</summary>
public enum FacetDimension
{
    /// <summary>Genres, told apart by their folded text.</summary>
    Genre,

    /// <summary>Years.</summary>
    Year,

    /// <summary>Decades, named by their first year.</summary>
    Decade,

    /// <summary>Cast names, told apart by their folded text.</summary>
    Cast,
}

/// <summary>A facet that the answer should carry.</summary>
/// <param name="Dimension">What to count.</param>
/// <param name="Others">Count as if the query had no filter on this dimension (genre: <c>genre</c>; year and decade:
/// <c>year</c>; cast: <c>cast</c>).</param>
public readonly record struct FacetRequest(FacetDimension Dimension, bool Others);

/// <summary>A dimension whose values can be listed.</summary>
public enum ValuesDimension
{
    /// <summary>Genres.</summary>
    Genre,

    /// <summary>Years.</summary>
    Year,

    /// <summary>Cast names.</summary>
    Actor,
}

/// <summary>Asks for the values of a dimension.</summary>
/// <param name="Dimension">Which.</param>
/// <param name="Prefix">Folded UTF-8 that a value must begin with; empty for all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Values per page, 1..<see cref="MaxPageSize"/>.</param>
public sealed record ValuesQuery(ValuesDimension Dimension, byte[] Prefix, long Page, int PageSize)
{
    /// <summary>No page holds more values than this.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>How many values the pages before hold; bounded as <see cref="Query.Skip"/> is.</summary>
    internal long Skip => Math.Min(Page - 1, int.MaxValue) * PageSize;
}
