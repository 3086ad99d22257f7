using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Answers;

/// <summary>Headers whose values never change, made once.</summary>
internal static class ConstantHeaders
{
    public static readonly StringValues Json = "application/json; charset=utf-8";
    public static readonly StringValues Problem = "application/problem+json; charset=utf-8";
    public static readonly StringValues Html = "text/html; charset=utf-8";
    public static readonly StringValues Metrics = "text/plain; version=0.0.4; charset=utf-8";
    public static readonly StringValues Brotli = "br";
    public static readonly StringValues Gzip = "gzip";

    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues VaryByCoding = "Accept-Encoding";
    private static readonly StringValues VaryByAll = "Accept, Accept-Encoding";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Anyone = "*";
    private static readonly StringValues Exposed = "ETag, Link, Server-Timing, Content-Length";

    /// <summary>Sets what every answer has: it may be kept but must be asked about, is what its type says, and, unless it
    /// is the answer to a write, may be read by pages of any origin.</summary>
    public static void Set(Exchange exchange)
    {
        var headers = exchange.Context.Response.Headers;
        headers.CacheControl = NoCache;
        headers.Vary = exchange.VariesByAccept ? VaryByAll : VaryByCoding;
        headers.XContentTypeOptions = NoSniff;
        if (exchange.IsWrite)
            return;
        headers.AccessControlAllowOrigin = Anyone;
        headers.AccessControlExposeHeaders = Exposed;
    }
}
