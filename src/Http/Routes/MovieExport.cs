using System.Globalization;
using Microsoft.Extensions.Primitives;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Routes;

/// <summary>Answers with the whole result of a query, a movie a line.</summary>
/// <remarks>Streamed past the exchange's buffers, so that a result of any size holds hardly more than a chunk of memory. A failure
/// midway leaves this with the answer begun, and the gate breaks the connection: what was sent must not look whole.</remarks>
internal sealed class MovieExport(ICatalog catalog, ExportsUnderWay exports, TimeProvider time)
{
    private const string GenerationHeader = "Movies-Generation";
    private static readonly StringValues Lines = "application/x-ndjson";
    private static readonly StringValues Exposed = GenerationHeader;

    // Without a tag it can't be asked about again, and is too long to be kept for nothing.
    private static readonly StringValues NoStore = "no-store";

    /// <summary>Answers with all movies that the parameters ask for.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Reader.ReadQuery(exchange.Target.Query, MovieParameters.Export);
        var parameters = exchange.Reader.Parameters;
        if (parameters.ToQuery() is not { } query)
            return ProblemWriter.SendAsync(exchange, Problem.BadParameters(parameters.Faults));
        var request = exchange.Context.Request;
        if (AcceptEncoding.Choose(request.Headers.AcceptEncoding, worthwhile: true) is not { } coding)
            return ProblemWriter.SendAsync(exchange, Problem.NotAcceptable());
        return exports.TryEnter() ? ExportAsync(exchange, query, coding) : ProblemWriter.SendAsync(exchange, Problem.TooManyExports());
    }

    private async Task ExportAsync(Exchange exchange, Query query, ContentCoding coding)
    {
        try
        {
            if (OwnWrites.See(catalog, exchange) is not { } seen)
            {
                await ProblemWriter.SendAsync(exchange, Problem.BadOwnWrites());
                return;
            }
            var export = await seen.ExportAsync(query, exchange.Context.RequestAborted);
            SetHeaders(exchange, export.Generation, coding);
            if (!HttpMethods.IsHead(exchange.Context.Request.Method))
                await SendAsync(exchange, export, coding);
        }
        finally
        {
            exports.Leave();
        }
    }

    private static void SetHeaders(Exchange exchange, long generation, ContentCoding coding)
    {
        ConstantHeaders.Set(exchange);
        var headers = exchange.Context.Response.Headers;
        headers.ContentType = Lines;
        headers.CacheControl = NoStore;
        headers.AccessControlExposeHeaders = Exposed;
        headers[GenerationHeader] = generation.ToString(CultureInfo.InvariantCulture);
        if (coding != ContentCoding.Identity)
            headers.ContentEncoding = coding == ContentCoding.Brotli ? ConstantHeaders.Brotli : ConstantHeaders.Gzip;
    }

    private async Task SendAsync(Exchange exchange, CatalogExport export, ContentCoding coding)
    {
        var context = exchange.Context;
        using var body = new StreamedBody(context, time);
        using var coder = new StreamCoder(coding, exchange.Coded);
        // The thread that a request comes on serves connections, and the first chunk is worth milliseconds.
        await Task.Yield();
        await foreach (var chunk in export.Chunks.WithCancellation(context.RequestAborted))
        {
            if (!await body.SendAsync(coder.Code(chunk)))
                return;
        }
        await body.SendAsync(coder.End());
    }
}
