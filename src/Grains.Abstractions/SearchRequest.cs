using System.Collections.Immutable;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Grains.Abstractions;

/// <summary>A query on its way: <see cref="Query"/>, whose members say what each means.</summary>
[GenerateSerializer, Immutable, Alias("movies.query")]
public sealed record SearchRequest
{
    /// <summary>Conditions on text.</summary>
    [Id(0)]
    public TextCondition[] Texts { get; init; } = [];

    /// <summary>Conditions on the year: the ranges of each, first and last year in turn.</summary>
    [Id(1)]
    public int[][] Years { get; init; } = [];

    /// <summary>The order: twice a <see cref="SortField"/>, plus one when descending.</summary>
    [Id(2)]
    public byte[] Sort { get; init; } = [];

    /// <summary>The page.</summary>
    [Id(3)]
    public long Page { get; init; }

    /// <summary>Movies per page.</summary>
    [Id(4)]
    public int PageSize { get; init; }

    /// <summary>The place to go on after.</summary>
    [Id(5)]
    public CursorPlace? After { get; init; }

    /// <summary>The fields wanted.</summary>
    [Id(6)]
    public string[] Fields { get; init; } = [];

    /// <summary>The facets wanted: twice a <see cref="FacetDimension"/>, plus one for others.</summary>
    [Id(7)]
    public byte[] Facets { get; init; } = [];

    /// <summary>Values per facet.</summary>
    [Id(8)]
    public int FacetSize { get; init; }

    /// <summary>What is asked for in full text, as it was typed; null for nothing.</summary>
    [Id(9)]
    public string? Search { get; init; }

    /// <summary>Whether the answer tells where it matched.</summary>
    [Id(10)]
    public bool Highlight { get; init; }

    /// <summary>Packs a query.</summary>
    public static SearchRequest Of(Query query) => new()
    {
        Texts = [.. query.Texts.Select(static t => new TextCondition((byte)t.Field, [.. t.Alternatives]))],
        Years = [.. query.Years.Select(static y => y.Ranges.SelectMany(static r => new[] { r.First, r.Last }).ToArray())],
        Sort = [.. query.Sort.Keys.Select(static k => (byte)(((int)k.Field * 2) + (k.Descending ? 1 : 0)))],
        Page = query.Page,
        PageSize = query.PageSize,
        After = query.After is { } after ? new CursorPlace(after.Year, after.Title, after.Id, after.Score) : null,
        Fields = [.. query.Fields],
        Facets = [.. query.Facets.Select(static f => (byte)(((int)f.Dimension * 2) + (f.Others ? 1 : 0)))],
        FacetSize = query.FacetSize,
        Search = query.Search?.Text,
        Highlight = query.Highlight,
    };

    /// <summary>Unpacks it.</summary>
    public Query ToQuery() => new()
    {
        Texts = [.. Texts.Select(static t => new TextFilter((TextField)t.Field, [.. t.Alternatives]))],
        Years = [.. Years.Select(static y => new YearFilter([.. y.Chunk(2).Select(static r => new YearRange(r[0], r[1]))]))],
        Sort = new Sort([.. Sort.Select(static k => new SortKey((SortField)(k / 2), k % 2 == 1))]),
        Page = Page,
        PageSize = PageSize,
        After = After is { } after ? new Cursor(after.Year, after.Title, after.Id, after.Score) : null,
        Fields = [.. Fields],
        Facets = [.. Facets.Select(static f => new FacetRequest((FacetDimension)(f / 2), f % 2 == 1))],
        FacetSize = FacetSize,
        Search = Search is null ? null : SearchText.Parse(Search),
        Highlight = Highlight,
    };
}

/// <summary>A condition on text on its way.</summary>
/// <param name="Field">A <see cref="TextField"/>.</param>
/// <param name="Alternatives">Folded UTF-8.</param>
[GenerateSerializer, Immutable, Alias("movies.text-condition")]
public readonly record struct TextCondition([property: Id(0)] byte Field, [property: Id(1)] byte[][] Alternatives);

/// <summary>A place in a result on its way.</summary>
/// <param name="Year">The item's year.</param>
/// <param name="Title">Its folded title.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">How well it fits, when the order is by that.</param>
[GenerateSerializer, Immutable, Alias("movies.cursor-place")]
public sealed record CursorPlace(
    [property: Id(0)] int Year, [property: Id(1)] byte[] Title, [property: Id(2)] string Id, [property: Id(3)] int Score);

/// <summary>A <see cref="ValuesQuery"/> on its way.</summary>
/// <param name="Dimension">A <see cref="ValuesDimension"/>.</param>
/// <param name="Prefix">Folded UTF-8.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Values per page.</param>
[GenerateSerializer, Immutable, Alias("movies.values")]
public sealed record ValuesRequest(
    [property: Id(0)] byte Dimension, [property: Id(1)] byte[] Prefix, [property: Id(2)] long Page, [property: Id(3)] int PageSize)
{
    /// <summary>Packs a query.</summary>
    public static ValuesRequest Of(ValuesQuery query) => new((byte)query.Dimension, query.Prefix, query.Page, query.PageSize);

    /// <summary>Unpacks it.</summary>
    public ValuesQuery ToQuery() => new((ValuesDimension)Dimension, Prefix, Page, PageSize);
}

/// <summary>A <see cref="SuggestQuery"/> on its way.</summary>
/// <param name="Prefix">Folded UTF-8.</param>
/// <param name="Size">How many at most.</param>
[GenerateSerializer, Immutable, Alias("movies.suggest")]
public sealed record SuggestRequest([property: Id(0)] byte[] Prefix, [property: Id(1)] int Size)
{
    /// <summary>Packs a query.</summary>
    public static SuggestRequest Of(SuggestQuery query) => new(query.Prefix, query.Size);

    /// <summary>Unpacks it.</summary>
    public SuggestQuery ToQuery() => new(Prefix, Size);
}
