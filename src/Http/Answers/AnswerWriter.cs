using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Answers;

/// <summary>Sends an exchange's body as its answer: validated, content-coded when asked for, in one write.</summary>
internal static class AnswerWriter
{
    /// <summary>Below this, coding costs more time than it saves on the way.</summary>
    private const int WorthCoding = 1024;

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

    /// <summary>Writes a body, or its length alone when the method is HEAD.</summary>
    public static Task WriteAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Context.Response;
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return Task.CompletedTask;
        // WriteAsync, not Write: it sends the headers first and copies the body once, straight into the connection.
        var write = response.BodyWriter.WriteAsync(body);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }

    private static ReadOnlyMemory<byte> Coded(Exchange exchange, ContentCoding coding)
    {
        BodyCoder.Code(coding, exchange.Body.Written.Span, exchange.Coded);
        exchange.Context.Response.Headers.ContentEncoding =
            coding == ContentCoding.Brotli ? ConstantHeaders.Brotli : ConstantHeaders.Gzip;
        return exchange.Coded.Written;
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
