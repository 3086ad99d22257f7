using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>What the server says an object's bytes come to, and what those read so far do.</summary>
internal sealed class S3Seal : IDisposable
{
    private readonly byte[] _expected;
    private readonly IncrementalHash? _hash;
    private readonly ReflectedCrc? _crc;

    private S3Seal(byte[] expected, IncrementalHash hash) => (_expected, _hash) = (expected, hash);

    private S3Seal(byte[] expected, ReflectedCrc crc) => (_expected, _crc) = (expected, crc);

    /// <summary>The best that an answer offers; null when it offers nothing that can be checked.</summary>
    public static S3Seal? Of(string? tag, S3Answer answer)
    {
        if (S3ETag.Md5(tag) is { } md5 && IsMd5OfContent(answer.Response))
            return new S3Seal(md5, IncrementalHash.CreateHash(HashAlgorithmName.MD5));
        var exchange = answer.Exchange;
        if (string.Equals(exchange.Checksum("type"), "COMPOSITE", StringComparison.OrdinalIgnoreCase))
            return null;
        if (Decode(exchange.Checksum("sha256"), SHA256.HashSizeInBytes) is { } sha256)
            return new S3Seal(sha256, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
        if (Decode(exchange.Checksum("crc64nvme"), sizeof(ulong)) is { } crc64)
            return new S3Seal(crc64, ReflectedCrc.Crc64Nvme());
        if (Decode(exchange.Checksum("crc32c"), sizeof(uint)) is { } crc32c)
            return new S3Seal(crc32c, ReflectedCrc.Crc32C());
        return Decode(exchange.Checksum("crc32"), sizeof(uint)) is { } crc32 ? new S3Seal(crc32, ReflectedCrc.Crc32()) : null;
    }

    /// <summary>The next bytes of the object.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _crc?.Append(bytes);
    }

    /// <summary>Whether all bytes are what the server has; asked once, after the last of them.</summary>
    public bool IsIntact() => _expected.AsSpan().SequenceEqual(_hash?.GetHashAndReset() ?? _crc!.Value());

    public void Dispose() => _hash?.Dispose();

    /// <summary>Whether a tag that looks like an MD5 is that of the content; encrypted with a key of its own, it is not.</summary>
    private static bool IsMd5OfContent(GetObjectResponse response) =>
        (string.IsNullOrEmpty(response.ServerSideEncryptionMethod?.Value)
            || response.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AES256)
        && string.IsNullOrEmpty(response.ServerSideEncryptionCustomerMethod?.Value);

    /// <remarks>A checksum of parts' checksums has a hyphen and their number behind it, and decodes to nothing of this size.</remarks>
    private static byte[]? Decode(string? base64, int bytes)
    {
        var decoded = new byte[bytes];
        return base64 is not null && Convert.TryFromBase64String(base64, decoded, out var written) && written == bytes ? decoded : null;
    }
}
