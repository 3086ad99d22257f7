using System.Security.Cryptography;
using System.Text;

namespace MovieGrains.Tests.S3;

/// <summary>Checks a request's signature as S3 documents it: over the path exactly as it was sent.</summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static bool IsRight(ProxyRequest request, string secret)
    {
        if (request.Header("Authorization") is not { } authorization || !authorization.StartsWith(Algorithm, StringComparison.Ordinal))
            return false;
        var parts = authorization[Algorithm.Length..].Split(',').Select(static part => part.Trim().Split('=', 2))
            .ToDictionary(static part => part[0], static part => part[1], StringComparer.Ordinal);
        var scope = parts["Credential"].Split('/', 2)[1];
        var toSign = string.Join('\n', Algorithm, request.Header("X-Amz-Date"), scope, Hex(SHA256.HashData(Bytes(Canonical(request, parts["SignedHeaders"])))));
        var key = scope.Split('/').Aggregate(Bytes("AWS4" + secret), static (key, part) => HMACSHA256.HashData(key, Bytes(part)));
        return parts["Signature"] == Hex(HMACSHA256.HashData(key, Bytes(toSign)));
    }

    private static string Canonical(ProxyRequest request, string signedHeaders)
    {
        var query = request.Target.Split('?', 2) is [_, var text]
            ? string.Join('&', text.Split('&').Select(static pair => pair.Contains('=') ? pair : pair + "=").Order(StringComparer.Ordinal))
            : "";
        var headers = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{request.Header(name)}\n"));
        return string.Join('\n', request.Method, request.Path, query, headers, signedHeaders, request.Header("X-Amz-Content-SHA256"));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
