using System.IO.Pipelines;
using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Answers;

/// <summary>Sends an exchange's body as its answer: validated, content-coded when asked for, in one write.</summary>
internal static class AnswerWriter
{
    /// <summary>Below this, coding costs more time than it saves on the way.</summary>
    private const int WorthCoding = 1024;

    /// <summary>Which bodies are worth a piece of memory of their own? Nearly every page of 20 movies has less; what has more is rare, and
    /// such pieces would be kept for it.</summary>
    private const int MostInOnePiece = 1 << 15;

    /// <summary>Sends the body, or 304 when the client has it.</summary>
    public static Task SendAsync(Exchange exchange, StringValues contentType)
    {
        var request = exchange.Context.Request;
        var response = exchange.Context.Response;
        var body = exchange.Body.Written;
        if (AcceptEncoding.Choose(request.Headers.AcceptEncoding, body.Length >= WorthCoding) is not { } coding)
            return ProblemWriter.SendAsync(exchange, Problem.NotAcceptable());
        var tag = EntityTag.Of(body.Span, Suffix(coding));
        ConstantHeaders.Set(exchange);
        response.Headers.ETag = tag;
        if (IsKnown(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.Headers.ContentType = contentType;
        return WriteAsync(exchange, coding == ContentCoding.Identity ? body : Coded(exchange, coding));
    }

    /// <summary>Sends a body that never changes, of which the coded forms are kept.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="body">The body, not coded.</param>
    /// <param name="coded">Gives it in a coding.</param>
    /// <param name="cacheControl">How it may be kept; null for what every answer says.</param>
    public static Task SendKeptAsync(
        Exchange exchange, StringValues contentType, byte[] body, Func<ContentCoding, byte[]> coded, StringValues cacheControl)
    {
        var request = exchange.Context.Request;
        var response = exchange.Context.Response;
        if (AcceptEncoding.Choose(request.Headers.AcceptEncoding, body.Length >= WorthCoding) is not { } coding)
            return ProblemWriter.SendAsync(exchange, Problem.NotAcceptable());
        var tag = EntityTag.Of(body, Suffix(coding));
        ConstantHeaders.Set(exchange);
        if (cacheControl.Count > 0)
            response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = tag;
        if (IsKnown(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.Headers.ContentType = contentType;
        SetCoding(response, coding);
        return WriteAsync(exchange, coded(coding));
    }

    /// <summary>Writes a body, or its length alone when the method is HEAD.</summary>
    public static Task WriteAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Context.Response;
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return Task.CompletedTask;
        if (body.Length > MostInOnePiece)
            return TaskOf(response.BodyWriter.WriteAsync(body));
        var start = response.StartAsync();
        return start.IsCompletedSuccessfully ? WriteInOnePieceAsync(response.BodyWriter, body) : StartAndWriteAsync(start, response, body);
    }

    private static async Task StartAndWriteAsync(Task start, HttpResponse response, ReadOnlyMemory<byte> body)
    {
        await start;
        await WriteInOnePieceAsync(response.BodyWriter, body);
    }

    /// <summary>Writes a body behind the headers into one piece of the connection's memory.</summary>
    /// <remarks>Handed over as it is, a body is cut into the connection's blocks of 4 kB, each of which is rented, pinned for the system to
    /// send, and given back: some 3 % of the processor time of a request for a page of movies.</remarks>
    private static Task WriteInOnePieceAsync(PipeWriter connection, ReadOnlyMemory<byte> body)
    {
        body.Span.CopyTo(connection.GetSpan(body.Length));
        connection.Advance(body.Length);
        return TaskOf(connection.FlushAsync());
    }

    private static Task TaskOf(ValueTask<FlushResult> write) => write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();

    private static ReadOnlyMemory<byte> Coded(Exchange exchange, ContentCoding coding)
    {
        BodyCoder.Code(coding, exchange.Body.Written.Span, exchange.Coded);
        SetCoding(exchange.Context.Response, coding);
        return exchange.Coded.Written;
    }

    private static void SetCoding(HttpResponse response, ContentCoding coding)
    {
        if (coding != ContentCoding.Identity)
            response.Headers.ContentEncoding = coding == ContentCoding.Brotli ? ConstantHeaders.Brotli : ConstantHeaders.Gzip;
    }

    private static bool IsKnown(StringValues ifNoneMatch, string tag)
    {
        foreach (var list in ifNoneMatch)
        {
            if (EntityTag.IsNamed(list, tag))
                return true;
        }
        return false;
    }

    private static string Suffix(ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => "-br",
        ContentCoding.Gzip => "-gzip",
        _ => "",
    };
}
