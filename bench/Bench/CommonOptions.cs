using System.CommandLine;

namespace MovieGrains.Bench;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The folder of the real set.</summary>
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the real set, also as MOVIES_BENCH_DATA; generated movies when absent.",
    };

    /// <summary>The file to write the tables to.</summary>
    public static readonly Option<string?> Markdown = new("--markdown") { Description = "Write the tables to this file, too, in Markdown." };

    /// <summary>The folder of the real set, if any was named.</summary>
    public static string? DataFolder(ParseResult parsed)
    {
        var folder = parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable("MOVIES_BENCH_DATA");
        return string.IsNullOrEmpty(folder) ? null : folder;
    }

    /// <summary>A server's address.</summary>
    /// <exception cref="BenchException">It is none that can be measured: plain HTTP, by IP address.</exception>
    public static Uri Server(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var server) && string.Equals(server.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)
            && server.HostNameType == UriHostNameType.IPv4
            ? server
            : throw new BenchException($"'{text}' is no address of a server: write http://127.0.0.1:8080.");
}
