using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace MovieGrains.Ingest.Sources;

/// <summary>A place in a bucket, as <c>s3://bucket/prefix</c> names it.</summary>
/// <remarks>
/// The prefix is the beginning of the keys, taken literally: nothing in it is escaped, and a folder's ends with <c>/</c>.
/// </remarks>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">What the keys begin with; empty for the whole bucket.</param>
public sealed partial record S3Url(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>How long a key may be, in bytes of UTF-8; S3 says so.</summary>
    private const int MaxKeyBytes = 1024;

    /// <summary>Whether a text means a bucket at all, and not a folder.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads <c>s3://bucket</c>, <c>s3://bucket/</c> or <c>s3://bucket/prefix</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="url">What it names.</param>
    /// <param name="fault">Why it names nothing. It does not repeat the text, which may hold somebody's password.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Url? url, [NotNullWhen(false)] out string? fault)
    {
        url = null;
        if (!IsOne(text))
        {
            fault = "A bucket is named as s3://bucket/prefix.";
            return false;
        }
        var place = text[Scheme.Length..];
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? place : place[..slash];
        var prefix = slash < 0 ? "" : place[(slash + 1)..];
        fault = BucketFault(bucket) ?? PrefixFault(prefix);
        if (fault is not null)
            return false;
        url = new S3Url(bucket, prefix);
        return true;
    }

    /// <summary>Why a bucket can't have that name; null when it can.</summary>
    internal static string? BucketFault(string bucket)
    {
        if (bucket.Length == 0)
            return "The bucket's name is missing: s3://bucket/prefix.";
        if (bucket.Contains('@', StringComparison.Ordinal) || bucket.Contains(':', StringComparison.Ordinal))
            return "After s3:// comes a bucket's name alone; the endpoint and the credentials are configured apart from it.";
        return BucketName().IsMatch(bucket) && !bucket.Contains("..", StringComparison.Ordinal)
            ? null
            : "A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens, and begins and ends with a letter or digit.";
    }

    /// <summary>Why keys can't begin so; null when they can.</summary>
    internal static string? PrefixFault(string prefix)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(prefix) <= MaxKeyBytes
                ? null
                : "The prefix is longer than any key, which has 1024 bytes at most.";
        }
        catch (EncoderFallbackException)
        {
            return "The prefix is no Unicode text.";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BucketName();
}
