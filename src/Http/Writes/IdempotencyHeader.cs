using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Writes;

/// <summary>The <c>Idempotency-Key</c> header: a name of 1 to 200 visible characters, in quotes or not.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";

    private const int MostCharacters = 200;

    /// <summary>Reads the header.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="key">The name, without its quotes; null when none is given.</param>
    /// <returns>Whether it is given as it should be, or not at all.</returns>
    public static bool TryRead(IHeaderDictionary headers, out string? key)
    {
        key = null;
        StringValues header = headers[Name];
        if (header.Count == 0)
            return true;
        if (header.Count > 1)
            return false;
        var text = header[0].AsSpan().Trim();
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            text = text[1..^1];
        if (text.Length is 0 or > MostCharacters || text.ContainsAnyExceptInRange('!', '~') || text.ContainsAny('"', '\\'))
            return false;
        key = text.ToString();
        return true;
    }
}
