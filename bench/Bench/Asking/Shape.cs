namespace MovieGrains.Bench.Asking;

/// <summary>The kinds of query that are measured.</summary>
internal enum Shape
{
    /// <summary>One year.</summary>
    Year,

    /// <summary>One year and one genre.</summary>
    YearGenre,

    /// <summary>One cast name, equal.</summary>
    Cast,

    /// <summary>Part of a cast name.</summary>
    Actor,

    /// <summary>Part of a title.</summary>
    Title,

    /// <summary>Title, actor, genre and year, all of one movie.</summary>
    FourFilters,

    /// <summary>Part of a title, and a genre of the same movie.</summary>
    TitleGenre,

    /// <summary>A cast name, and beside it a part of a title and a genre, all of one movie: one predicate that is selective, and
    /// two that are not.</summary>
    CastTitleGenre,

    /// <summary>No filter, somewhere in the middle, by cursor.</summary>
    DeepPage,

    /// <summary>Every facet, over a result of any size.</summary>
    AllFacets,

    /// <summary>The first seven, each as often.</summary>
    Mix,
}

/// <summary>The shapes' names and order.</summary>
internal static class Shapes
{
    /// <summary>The shapes that the mix is of: those without facets.</summary>
    public static readonly Shape[] Mixed =
        [Shape.Year, Shape.YearGenre, Shape.Cast, Shape.Actor, Shape.Title, Shape.FourFilters, Shape.DeepPage];

    /// <summary>All, as the tables list them.</summary>
    public static readonly Shape[] All = [.. Mixed, Shape.TitleGenre, Shape.CastTitleGenre, Shape.AllFacets, Shape.Mix];

    /// <summary>Those whose name begins so; null for all.</summary>
    public static Shape[] Named(string? beginning) => [.. All.Where(shape => Name(shape).StartsWith(beginning ?? "", StringComparison.Ordinal))];

    /// <summary>The name of a shape in a table.</summary>
    public static string Name(Shape shape) => shape switch
    {
        Shape.Year => "year",
        Shape.YearGenre => "year + genre",
        Shape.Cast => "cast",
        Shape.Actor => "actor (part)",
        Shape.Title => "title (part)",
        Shape.FourFilters => "four filters",
        Shape.TitleGenre => "title (part) + genre",
        Shape.CastTitleGenre => "cast + title (part) + genre",
        Shape.DeepPage => "deep cursor page",
        Shape.AllFacets => "all facets",
        Shape.Mix => "mix of the first seven",
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };
}
