using System.Buffers;
using MovieGrains.Http.Answers;
using MovieGrains.Http.OpenApi;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Routes;

/// <summary>What people open in a browser, and the document it is made from.</summary>
internal sealed class WebPages(MovieSearch search, OpenApiText openApi, DocsSite docs)
{
    private static readonly Lazy<byte[]> RootPage = new(ReadRootPage);

    /// <summary>Answers with a page when that is preferred, else with movies.</summary>
    public Task RootAsync(Exchange exchange)
    {
        exchange.VariesByAccept = true;
        if (!AcceptHeader.PrefersHtml(exchange.Context.Request.Headers.Accept))
            return search.AnswerAsync(exchange, MovieParameters.Root, path: null);
        PageHeaders.Set(exchange.Context.Response.Headers);
        exchange.Body.Write(RootPage.Value);
        return AnswerWriter.SendAsync(exchange, ConstantHeaders.Html);
    }

    /// <summary>Answers with the OpenAPI document.</summary>
    public async Task OpenApiAsync(Exchange exchange)
    {
        exchange.Body.Write(await openApi.GetAsync(exchange.Context.RequestAborted));
        await AnswerWriter.SendAsync(exchange, ConstantHeaders.Json);
    }

    /// <summary>Answers with the page that shows the OpenAPI document, or one of its files.</summary>
    public Task DocsAsync(Exchange exchange) => docs.AnswerAsync(exchange);

    private static byte[] ReadRootPage()
    {
        using var page = typeof(WebPages).Assembly.GetManifestResourceStream("index.html")
            ?? throw new InvalidOperationException("The root page is missing from the assembly.");
        var bytes = new byte[page.Length];
        page.ReadExactly(bytes);
        return bytes;
    }
}
