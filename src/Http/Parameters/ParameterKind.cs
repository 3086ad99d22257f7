namespace MovieGrains.Http.Parameters;

/// <summary>What a parameter's value means. Filters come first; they alone may be repeated.</summary>
internal enum ParameterKind
{
    Title,
    Name,
    Genre,
    Cast,
    Actor,
    Year,
    Search,
    Sort,
    Page,
    PageFromZero,
    PageSize,
    Cursor,
    Fields,
    Facets,
    FacetSize,
    Highlight,
    Prefix,
    Typed,
    SuggestSize,
    LastEventId,
    Status,
}
