using System.Collections.Immutable;
using System.Globalization;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;
using SortKey = MovieGrains.Catalog.Queries.SortKey;

namespace MovieGrains.Bench.Asking;

/// <summary>A query before it is either a URL or what the engine takes.</summary>
internal sealed record Ask
{
    private static readonly Sort ByTitle = new([new SortKey(SortField.Title, false)]);
    private static readonly Sort ByTitleBackwards = new([new SortKey(SortField.Title, true)]);
    private static readonly Sort ByYear = new([new SortKey(SortField.Year, false)]);

    private static readonly ImmutableArray<FacetRequest> EveryFacet =
        [.. Enum.GetValues<FacetDimension>().Select(dimension => new FacetRequest(dimension, Others: false))];

    /// <summary>Orders that some of the queries have; the others have the default.</summary>
    public static readonly ImmutableArray<Sort> Sorts = [ByTitle, ByTitleBackwards, ByYear];

    /// <summary>The title contains it.</summary>
    public string? Title { get; init; }

    /// <summary>A cast name equals it.</summary>
    public string? Cast { get; init; }

    /// <summary>A cast name contains it.</summary>
    public string? Actor { get; init; }

    /// <summary>A genre equals it.</summary>
    public string? Genre { get; init; }

    /// <summary>The year.</summary>
    public int? Year { get; init; }

    /// <summary>The order; null for the default.</summary>
    public Sort? Sort { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The cursor to go on after; null for none.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether every facet is wanted.</summary>
    public bool Facets { get; init; }

    /// <summary>The query as the engine takes it.</summary>
    /// <exception cref="BenchException">The cursor is not of this query.</exception>
    public Query ToQuery()
    {
        var query = new Query
        {
            Texts = [.. Filters()],
            Years = Year is { } year ? [new YearFilter([new YearRange(year, year)])] : [],
            Sort = Sort ?? Sort.Default,
            Page = Page,
            Facets = Facets ? EveryFacet : [],
        };
        if (Cursor is null)
            return query;
        var fault = CursorCodec.TryDecode(Cursor, query, out var after);
        return fault == CursorFault.None ? query with { After = after } : throw new BenchException($"A cursor was refused: {fault}.");
    }

    /// <summary>The query as a path of the HTTP surface.</summary>
    public string ToPath()
    {
        var parameters = new List<string>();
        Add(parameters, "title", Title);
        Add(parameters, "year", Year?.ToString(CultureInfo.InvariantCulture));
        Add(parameters, "genre", Genre);
        Add(parameters, "cast", Cast);
        Add(parameters, "actor", Actor);
        Add(parameters, "sort", Sort?.ToString());
        Add(parameters, "cursor", Cursor);
        Add(parameters, "page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null);
        Add(parameters, "facets", Facets ? "genre,year,decade,cast" : null);
        return parameters.Count == 0 ? "/movies" : "/movies?" + string.Join('&', parameters);
    }

    private IEnumerable<TextFilter> Filters()
    {
        foreach (var (field, text) in new[]
                 {
                     (TextField.Title, Title), (TextField.Genre, Genre), (TextField.Cast, Cast), (TextField.Actor, Actor),
                 })
        {
            // A text that folds to nothing is as if it were not given.
            if (text is not null && Folding.Fold(text) is { Length: > 0 } folded)
                yield return new TextFilter(field, [folded]);
        }
    }

    private static void Add(List<string> parameters, string name, string? value)
    {
        if (value is null)
            return;
        // A bar separates alternatives, so one that belongs to the text is escaped, and so is what escapes it.
        var literal = name is "sort" or "cursor" or "facets"
            ? value
            : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        parameters.Add($"{name}={Uri.EscapeDataString(literal)}");
    }
}
