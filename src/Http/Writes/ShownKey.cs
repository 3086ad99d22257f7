using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>The key that a request shows: <c>Authorization: Bearer</c> or, where that isn't given, <c>X-Api-Key</c>.</summary>
internal static class ShownKey
{
    private const string Bearer = "Bearer ";
    private const string HeaderName = "X-Api-Key";

    /// <summary>Longer than any key that people make; what is longer is wrong without being hashed.</summary>
    private const int KeyBytes = 1024;

    /// <summary>Null when the request shows one of the keys, else what is wrong with it.</summary>
    public static Problem? Check(IHeaderDictionary headers, IReadOnlyList<WriteKey> keys)
    {
        var key = Of(headers);
        if (key.IsEmpty)
            return Problem.KeyRequired();
        return IsOneOf(key, keys) ? null : Problem.KeyInvalid();
    }

    private static ReadOnlySpan<char> Of(IHeaderDictionary headers)
    {
        var authorization = Only(headers.Authorization);
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : Only(headers[HeaderName]).Trim();
    }

    // Of two keys neither is taken: which one counts must not depend on who is asked, a proxy or us.
    private static ReadOnlySpan<char> Only(StringValues header) => header.Count == 1 ? header[0] : default;

    /// <summary>Whether a text is one of the keys; an empty one is none.</summary>
    // Every hash is looked at, whichever fits: time tells nothing of how many there are before it.
    public static bool IsOneOf(ReadOnlySpan<char> key, IReadOnlyList<WriteKey> keys)
    {
        if (Encoding.UTF8.GetByteCount(key) > KeyBytes)
            return false;
        Span<byte> bytes = stackalloc byte[KeyBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var found = false;
        foreach (var known in keys)
            found |= known.Has(hash);
        return found;
    }
}
