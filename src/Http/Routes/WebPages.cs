using System.Buffers;
using MovieGrains.Http.Answers;
using MovieGrains.Http.OpenApi;
using MovieGrains.Http.Page;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>What people open in a browser, and the document it is made from.</summary>
internal sealed class WebPages(MovieSearch search, FilmsPage films, StatusPage status, PageFiles files, OpenApiText openApi, DocsSite docs, Readiness readiness)
{
    /// <summary>Answers with a page when that is preferred, else with movies.</summary>
    public Task RootAsync(Exchange exchange)
    {
        exchange.VariesByAccept = true;
        if (AcceptHeader.PrefersHtml(exchange.Context.Request.Headers.Accept))
            return films.AnswerAsync(exchange);
        // The page says itself that the first load is not complete; whoever asks for movies is told as everywhere.
        return readiness.IsLoaded
            ? search.AnswerAsync(exchange, MovieParameters.Root, path: null)
            : ProblemWriter.SendAsync(exchange, Problem.NotReady(Readiness.NotLoaded));
    }

    /// <summary>Answers with the operations view.</summary>
    public Task StatusAsync(Exchange exchange) => status.AnswerAsync(exchange);

    /// <summary>Answers with one of the files of both pages.</summary>
    public Task FileAsync(Exchange exchange) => files.AnswerAsync(exchange);

    /// <summary>Answers with the OpenAPI document.</summary>
    public async Task OpenApiAsync(Exchange exchange)
    {
        exchange.Body.Write(await openApi.GetAsync(exchange.Context.RequestAborted));
        await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    /// <summary>Answers with the page that shows the OpenAPI document, or one of its files.</summary>
    public Task DocsAsync(Exchange exchange) => docs.AnswerAsync(exchange);
}
