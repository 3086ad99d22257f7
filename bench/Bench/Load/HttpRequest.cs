using System.Text;

namespace MovieGrains.Bench.Load;

/// <summary>Requests as bytes.</summary>
internal static class HttpRequest
{
    /// <summary>A GET with no header but Host, as wrk sends it.</summary>
    public static byte[] Get(Uri server, string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n\r\n");
}
