using System.Globalization;
using System.Text;

namespace MovieGrains.Tests.S3;

/// <summary>Answers a request.</summary>
internal delegate Task<ProxyAnswer> ProxyTarget(ProxyRequest request, CancellationToken cancellationToken);

/// <summary>A request as it came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query, as they were sent.</param>
/// <param name="Headers">Names and values, in their order.</param>
/// <param name="Body">The body.</param>
internal sealed record ProxyRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    /// <summary>The query, unescaped; a parameter without a value has an empty one.</summary>
    public Dictionary<string, string> Query { get; } = Parse(Target);

    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static Dictionary<string, string> Parse(string target) =>
        target.Split('?', 2) is [_, var query]
            ? query.Split('&').Select(static pair => pair.Split('=', 2)).ToDictionary(
                static pair => Uri.UnescapeDataString(pair[0]),
                static pair => pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "",
                StringComparer.Ordinal)
            : [];
}

/// <summary>An answer; its length is told by itself.</summary>
internal sealed record ProxyAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>With another value of a header; null takes it away.</summary>
    public ProxyAnswer With(string name, string? value)
    {
        var others = Headers.Where(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return this with { Headers = value is null ? [.. others] : [.. others, (name, value)] };
    }

    public byte[] Head()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Status\r\n");
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }
}
