using System.Buffers;
using System.Text;
using System.Text.Json;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Page;

/// <summary>The page of films as it is before any script has run: whole enough to search, read and go on without one.</summary>
/// <remarks>Its query string is that of /movies; <c>movie=</c> with an id shows that movie.</remarks>
internal sealed class FilmsPage(ICatalog catalog, Readiness readiness, PageFiles files, KnownFiles known)
{
    private const string MovieParameter = "movie";
    private const string CursorParameter = "cursor";
    private const string PageParameter = "page";

    /// <summary>The parameter of the search box, as state.js and index.html have it.</summary>
    private const string TextParameter = "q";

    private const string Hidden = "hidden";

    private readonly Lazy<PageTemplate> _template = new(() => new PageTemplate(
        files.Text("index.html"), ("page", files.Base), ("modules", ModuleGraph.Elements(files, "main.js"))));

    /// <summary>Answers with the page.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        if (!readiness.IsLoaded)
            return SendAsync(exchange, Problem.NotReady(Readiness.NotLoaded));
        if (exchange.Context.Request.Query[MovieParameter] is [{ Length: > 0 } id, ..])
            return MovieAsync(exchange, id);
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.Root);
        var parameters = exchange.Reader.Parameters;
        return parameters.ToQuery() is { } query ? ListAsync(exchange, query) : SendAsync(exchange, Problem.BadParameters(parameters.Faults));
    }

    private async Task ListAsync(Exchange exchange, Query query)
    {
        var body = new ArrayBufferWriter<byte>();
        var summary = await catalog.SearchAsync(query, body, exchange.Context.RequestAborted);
        using var answer = JsonDocument.Parse(body.WrittenMemory);
        var html = new HtmlText().Markup("<div class=\"tally\"><h1>").Number(summary.Total).Markup(summary.Total == 1 ? " film" : " films").Markup("</h1></div>");
        html.Markup("<ol class=\"films\">");
        foreach (var movie in answer.RootElement.GetProperty("items").EnumerateArray())
            MovieHtml.Card(html, movie);
        html.Markup("</ol>");
        if (summary.Next is not null)
            html.Markup("<p class=\"end\"><a class=\"plain\" href=\"/").Text(After(exchange, summary.Next)).Markup("\">More films</a></p>");
        await SendAsync(exchange, StatusCodes.Status200OK, title: Given(exchange, TextParameter), ("films", html.ToString()));
    }

    private async Task MovieAsync(Exchange exchange, string id)
    {
        var body = new ArrayBufferWriter<byte>();
        if (!(await catalog.GetMovieAsync(id, body, exchange.Context.RequestAborted)).Found)
        {
            await SendAsync(exchange, Problem.NoSuchMovie(PercentText.Shorten(id, 80)));
            return;
        }
        using var movie = JsonDocument.Parse(body.WrittenMemory);
        var html = new HtmlText();
        MovieHtml.Sheet(html, movie.RootElement, await OriginsAsync(id, exchange.Context.RequestAborted));
        await SendAsync(exchange, StatusCodes.Status200OK, movie.RootElement.GetProperty("title").GetString(), ("movie", html.ToString()));
    }

    /// <summary>Where a movie comes from; null when nobody can tell just now, as the movie is shown without.</summary>
    private async Task<ShownOrigins?> OriginsAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.GetSourcesAsync(id, cancellationToken) is { } sources
                ? new ShownOrigins(sources, await known.AmongAsync(sources, cancellationToken))
                : null;
        }
        catch (CatalogUnavailableException)
        {
            return null;
        }
    }

    private Task SendAsync(Exchange exchange, Problem problem)
    {
        var html = new HtmlText().Markup("<div class=\"notice trouble\"><h1>").Text(problem.Title).Markup("</h1><p>").Text(problem.Detail)
            .Markup("</p><p><a href=\"/\">All films</a></p></div>");
        return SendAsync(exchange, problem.Status, title: null, ("films", html.ToString()));
    }

    private Task SendAsync(Exchange exchange, int status, string? title, (string Slot, string Html) content)
    {
        var page = _template.Value.Fill(
            content,
            ("title", string.IsNullOrWhiteSpace(title) ? "MovieGrains" : HtmlText.Of(title) + " – MovieGrains"),
            ("text", HtmlText.Of(Given(exchange, TextParameter))),
            ("filters", Filters(exchange)),
            (content.Slot is MovieParameter ? "found-hidden" : "movie-hidden", Hidden));
        Encoding.UTF8.GetBytes(page, exchange.Body);
        PagePolicy.Set(exchange);
        exchange.Context.Response.StatusCode = status;
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Html);
    }

    /// <summary>What a form without a script must send along: all of the query but what the search box has.</summary>
    private static string Filters(Exchange exchange)
    {
        var html = new HtmlText();
        foreach (var (name, value) in GivenPairs(exchange).Where(pair => pair.Name is not (TextParameter or CursorParameter or PageParameter or MovieParameter)))
            html.Markup("<input type=\"hidden\" name=\"").Text(name).Markup("\" value=\"").Text(value).Markup("\">");
        return html.ToString();
    }

    private static string After(Exchange exchange, string cursor)
    {
        var pairs = GivenPairs(exchange).Where(pair => pair.Name is not (CursorParameter or PageParameter)).Append((Name: CursorParameter, Value: cursor));
        return "?" + string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Name) + "=" + Uri.EscapeDataString(pair.Value)));
    }

    private static string Given(Exchange exchange, string name) =>
        GivenPairs(exchange).FirstOrDefault(pair => pair.Name.Equals(name, StringComparison.Ordinal)).Value ?? "";

    private static IEnumerable<(string Name, string Value)> GivenPairs(Exchange exchange) =>
        exchange.Context.Request.Query.SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value ?? ""));
}
