using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Access;

/// <summary>The key that a request shows: <c>Authorization: Bearer</c> or, where that isn't given, <c>X-Api-Key</c>.</summary>
/// <remarks>Browsers have no other way to show a key than as the password of basic authentication, whatever the name. It counts for
/// reading alone: a browser sends it by itself with whatever any page makes it send.</remarks>
internal static class ShownKey
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const string HeaderName = "X-Api-Key";

    /// <summary>Longer than any key that people make; what is longer is wrong without being hashed.</summary>
    private const int KeyBytes = 1024;

    /// <summary>The key that is shown; empty when none is.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="takesPassword">Whether a password is one.</param>
    public static ReadOnlySpan<char> Of(IHeaderDictionary headers, bool takesPassword)
    {
        var authorization = Only(headers.Authorization);
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return takesPassword && authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            ? Password(authorization[Basic.Length..].Trim())
            : Only(headers[HeaderName]).Trim();
    }

    /// <summary>The one of some keys that a text is; null when it is none.</summary>
    // Every hash is looked at, whichever fits: time tells nothing of how many there are before it.
    public static ApiKey? Find(ReadOnlySpan<char> key, IReadOnlyList<ApiKey> keys, IReadOnlyList<ApiKey> others)
    {
        if (Encoding.UTF8.GetByteCount(key) > KeyBytes)
            return null;
        Span<byte> bytes = stackalloc byte[KeyBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        return Find(hash, others, Find(hash, keys, found: null));
    }

    private static ApiKey? Find(ReadOnlySpan<byte> hash, IReadOnlyList<ApiKey> keys, ApiKey? found)
    {
        foreach (var known in keys)
            found = known.Has(hash) ? known : found;
        return found;
    }

    // Of two keys neither is taken: which one counts must not depend on who is asked, a proxy or us.
    private static ReadOnlySpan<char> Only(StringValues header) => header.Count == 1 ? header[0] : default;

    private static ReadOnlySpan<char> Password(ReadOnlySpan<char> pair)
    {
        var bytes = new byte[pair.Length];
        if (!Convert.TryFromBase64Chars(pair, bytes, out var length))
            return default;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1);
    }
}
