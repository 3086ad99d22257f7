using MovieGrains.Catalog.Queries;

namespace MovieGrains.Http.Parameters;

/// <summary>The table of all query parameters, by the path that takes them.</summary>
internal static class MovieParameters
{
    /// <summary>Pages are counted up to here, so that page times size stays far from what a long can hold.</summary>
    private const long LastPage = 1_000_000_000_000;

    private const string Or =
        " `|` between values means OR; `\\|` and `\\\\` stand for themselves. Given several times, all of them must hold.";
    private const string YearPattern = @"^([0-9]{1,4}|[0-9]{1,4}\.\.[0-9]{1,4}|\.\.[0-9]{1,4}|[0-9]{1,4}\.\.)(\|.+)*$";

    private static readonly Parameter Title = new("title", ParameterKind.Title,
        "The title contains this text; case, accents and typography don't matter." + Or, "star wars");

    private static readonly Parameter Name = new("name", ParameterKind.Name,
        "The title equals this text; case, accents and typography don't matter." + Or, "face/off");

    private static readonly Parameter Year = new("year", ParameterKind.Year,
        "The year is this one, or lies in this range, both ends included." + Or, "1990..1999") { Pattern = YearPattern };

    private static readonly Parameter Genre = new("genre", ParameterKind.Genre,
        "One of the genres equals this text." + Or, "Action|Comedy");

    private static readonly Parameter Cast = new("cast", ParameterKind.Cast,
        "One of the cast names equals this text." + Or, "yahya abdul-mateen ii");

    private static readonly Parameter Actor = new("actor", ParameterKind.Actor,
        "One of the cast names contains this text." + Or, "downey");

    private static readonly Parameter Search = new("q", ParameterKind.Search,
        "Full text, best first: every word stands in the title, the cast, the genres or the extract, or is the year. The last word " +
        "may go on, unless a blank follows it. When nothing matches as written, typos are forgiven: one from 4 letters on, two from " +
        "8, none with digits. `\"…\"` asks for a phrase, a leading `-` excludes a word or phrase.", "keanu matrix");

    private static readonly Parameter Sort = new("sort", ParameterKind.Sort,
        "The order: `year`, `-year` (newest first), `title`, `-title`, comma-separated, each field at most once; or `relevance`, with " +
        "`q` alone, and then it is what stands for none given. The id ends every order, so that it is total.", "-year,title")
    {
        Pattern = "^(relevance|-?(year|title)(,-?(year|title))?)$",
        Default = "-year,title",
    };

    private static readonly Parameter Page = new("page", ParameterKind.Page,
        "The page, from 1. Beyond the last one there are no items and the true total.", "2")
    {
        Range = new IntegerRange(1, LastPage),
        Default = "1",
    };

    private static readonly Parameter PageFromZero = new("page", ParameterKind.PageFromZero,
        "The page, from 0 on this path alone, as scripts written for an earlier system count; the answer's `page` is " +
        "from 1 as everywhere.", "0")
    {
        Range = new IntegerRange(0, LastPage - 1),
        Default = "0",
    };

    private static readonly Parameter PageSize = new("page_size", ParameterKind.PageSize,
        "Items per page.", "50")
    {
        Range = new IntegerRange(1, Query.MaxPageSize),
        Default = "20",
    };

    private static readonly Parameter Cursor = new("cursor", ParameterKind.Cursor,
        "Goes on exactly after the last item of the answer that gave it as `next`, at any depth, also when movies came or " +
        "went in between. Bound to its filters and order, and not to be combined with `page`.", "");

    private static readonly Parameter Fields = new("fields", ParameterKind.Fields,
        "The fields wanted of each movie, comma-separated, as the documents spell them.", "title,year");

    private static readonly Parameter Facets = new("facets", ParameterKind.Facets,
        "What to count over the whole result: `genre`, `year`, `decade`, `cast`, comma-separated, each at most once. " +
        "`genre:others` counts as if the query had no `genre` filter; likewise the others.", "genre:others,decade")
    {
        Pattern = "^(genre|year|decade|cast)(:others)?(,(genre|year|decade|cast)(:others)?)*$",
    };

    private static readonly Parameter FacetSize = new("facet_size", ParameterKind.FacetSize,
        "Values per facet, most frequent first.", "10")
    {
        Range = new IntegerRange(1, Query.MaxFacetSize),
        Default = "20",
    };

    private static readonly Parameter Highlight = new("highlight", ParameterKind.Highlight,
        "Whether the answer tells, under `highlights`, where in each item's text it matched.", "true")
    {
        Choices = ["true", "false"],
        Default = "false",
    };

    private static readonly Parameter Prefix = new("prefix", ParameterKind.Prefix,
        "The name begins with this text; case, accents and typography don't matter.", "tom h");

    private static readonly Parameter TitleContains = Title with
    {
        Name = "title_contains",
        Description = "The same as `title`, as an earlier system called it." + Or,
    };

    /// <summary>Of the movies, under any path but /.</summary>
    public static readonly ParameterSet Movies =
        new(Search, Title, Name, Year, Genre, Cast, Actor, Sort, Page, PageSize, Cursor, Fields, Facets, FacetSize, Highlight);

    /// <summary>Of the movies under <c>/</c>, as an earlier system had them.</summary>
    public static readonly ParameterSet Root = new(
        TitleContains, Search, Title, Name, Year, Genre, Cast, Actor, Sort, PageFromZero, PageSize, Cursor, Fields, Facets, FacetSize, Highlight);

    /// <summary>Of an export, which is a whole result.</summary>
    public static readonly ParameterSet Export = new(Search, Title, Name, Year, Genre, Cast, Actor, Sort, Fields)
    {
        Elsewhere = new ParametersElsewhere("/movies", Movies, "an export is the whole result at once, without pages or facets; /movies has them"),
    };

    /// <summary>Of the actors.</summary>
    public static readonly ParameterSet Actors = new(Prefix, Page, ValuesPageSize("20"));

    /// <summary>Of the suggestions.</summary>
    public static readonly ParameterSet Suggest = new(
        new Parameter("prefix", ParameterKind.Typed,
            "What has been typed so far: the beginning of a title or name, or of a word of one. Case, accents and typography don't matter; a " +
            "blank at the end ends the last word. From the third letter on one typo is forgiven, from the eighth two.", "matri")
        {
            IsRequired = true,
        },
        new Parameter("size", ParameterKind.SuggestSize, "How many at most.", "5")
        {
            Range = new IntegerRange(1, SuggestQuery.MaxSize),
            Default = "10",
        });

    /// <summary>Of the genres and years, which are few enough to come at once.</summary>
    public static readonly ParameterSet Values = new(Page, ValuesPageSize("1000"));

    /// <summary>Of the changes.</summary>
    public static readonly ParameterSet Changes = new(new Parameter("last_event_id", ParameterKind.LastEventId,
        "Goes on after the change that has this `id`, for clients that can't set the header `Last-Event-ID`, which counts " +
        "when both are given.", ""));

    /// <summary>Of paths that take none.</summary>
    public static readonly ParameterSet None = new();

    /// <summary>Of the ledger's files.</summary>
    /// <param name="states">The states that a file can be in; none where there is no ledger.</param>
    public static ParameterSet Files(IReadOnlyList<string> states) => states.Count == 0 ? new(Page, PageSize) : new(
        new Parameter("status", ParameterKind.Status, "The state that the files are in.", states[0]) { Choices = states },
        Page,
        PageSize);

    /// <summary>The parameter that a path's filter of this kind stands for.</summary>
    public static Parameter Filter(ParameterKind kind) => kind switch
    {
        ParameterKind.Title => Title,
        ParameterKind.Name => Name,
        ParameterKind.Genre => Genre,
        ParameterKind.Cast => Cast,
        ParameterKind.Actor => Actor,
        ParameterKind.Year => Year,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a filter."),
    };

    private static Parameter ValuesPageSize(string size) => PageSize with
    {
        Range = new IntegerRange(1, ValuesQuery.MaxPageSize),
        Default = size,
    };
}
