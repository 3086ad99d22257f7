using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Http.Parameters;

/// <summary>What a request's parameters say, each read on its own, and all that is wrong with them.</summary>
/// <remarks>Used for one request after another, so that reading allocates nothing but what the query keeps.</remarks>
internal sealed class RequestParameters
{
    public List<TextFilter> Texts { get; } = [];

    public List<YearFilter> Years { get; } = [];

    public SearchText? Search { get; set; }

    /// <summary>Whether q is given, be it without a word in it.</summary>
    public bool AsksForText { get; set; }

    public Sort? Sort { get; set; }

    public long? Page { get; set; }

    public long? PageSize { get; set; }

    public string? Cursor { get; set; }

    public List<string> Fields { get; } = [];

    public List<FacetRequest> Facets { get; } = [];

    public long? FacetSize { get; set; }

    public bool Highlight { get; set; }

    public byte[] Prefix { get; set; } = [];

    public string? LastEventId { get; set; }

    public string? Status { get; set; }

    public List<ParameterFault> Faults { get; } = [];

    /// <summary>Forgets the request before.</summary>
    public void Clear()
    {
        Texts.Clear();
        Years.Clear();
        Search = null;
        AsksForText = false;
        Sort = null;
        Page = PageSize = FacetSize = null;
        Cursor = LastEventId = Status = null;
        Fields.Clear();
        Facets.Clear();
        Highlight = false;
        Prefix = [];
        Faults.Clear();
    }

    /// <summary>The query that the parameters make; null when anything is wrong with them.</summary>
    public Query? ToQuery()
    {
        if (Page is not null && Cursor is not null)
            Faults.Add(new ParameterFault("page", null, "it can't be combined with cursor"));
        if (Sort is { IsByRelevance: true } && !AsksForText)
            Faults.Add(new ParameterFault("sort", "relevance", "relevance needs q, the full-text search", "q"));
        var query = Faults.Count == 0 || Cursor is not null ? Build() : null;
        if (query is not null && Cursor is not null)
            query = GoOn(query, Cursor);
        return Faults.Count == 0 ? query : null;
    }

    /// <summary>The question for a dimension's values; null when anything is wrong with the parameters.</summary>
    public ValuesQuery? ToValuesQuery(ValuesDimension dimension, int defaultPageSize) =>
        Faults.Count == 0 ? new ValuesQuery(dimension, Prefix, Page ?? 1, (int)(PageSize ?? defaultPageSize)) : null;

    /// <summary>The question for suggestions; null when anything is wrong with the parameters.</summary>
    public SuggestQuery? ToSuggestQuery()
    {
        if (Prefix.Length == 0 && !Faults.Exists(static fault => string.Equals(fault.Parameter, "prefix", StringComparison.Ordinal)))
            Faults.Add(new ParameterFault("prefix", null, "it must be given: what has been typed so far"));
        return Faults.Count == 0 ? new SuggestQuery(Prefix, (int)(PageSize ?? SuggestQuery.DefaultSize)) : null;
    }

    /// <summary>The question for files of the ledger; null when anything is wrong with the parameters.</summary>
    public IngestFilesQuery? ToFilesQuery() =>
        Faults.Count == 0 ? new IngestFilesQuery(Status, Page ?? 1, (int)(PageSize ?? Query.DefaultPageSize)) : null;

    private Query Build() => new()
    {
        Texts = Freeze(Texts),
        Years = Freeze(Years),
        Search = Search,
        Sort = Order(),
        Page = Page ?? 1,
        PageSize = (int)(PageSize ?? Query.DefaultPageSize),
        Fields = Freeze(Fields),
        Facets = Freeze(Facets),
        Highlight = Highlight,
        FacetSize = (int)(FacetSize ?? Query.DefaultFacetSize),
    };

    // A text without a word in it is as if it were not given, and so is the order that goes with it.
    private Sort Order() =>
        Search is null ? Sort is null or { IsByRelevance: true } ? Sort.Default : Sort : Sort ?? Sort.Relevance;

    // With other faults about, the filters or the order may not be what was meant, so that a cursor of another query
    // is no news; a malformed one is.
    private Query GoOn(Query query, string text)
    {
        var fault = CursorCodec.TryDecode(text, query, out var after);
        var shown = PercentText.Shorten(text, 40);
        if (fault == CursorFault.Malformed)
            Faults.Add(new ParameterFault("cursor", shown, "it is not a cursor as an answer's next gives it"));
        else if (fault == CursorFault.OtherQuery && Faults.Count == 0)
            Faults.Add(new ParameterFault("cursor", shown, "it belongs to another query or order"));
        return query with { After = after };
    }

    private static ImmutableArray<T> Freeze<T>(List<T> items) =>
        items.Count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray());
}
