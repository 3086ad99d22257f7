namespace MovieGrains.Ingest.Sources;

/// <summary>What an object's entity tag tells.</summary>
internal static class S3ETag
{
    private const int Md5Digits = 32;

    /// <summary>Whether two tags are of the same content; not known, and so not denied, where one is missing.</summary>
    public static bool AreSame(string? listed, string? answered) =>
        string.IsNullOrEmpty(listed) || string.IsNullOrEmpty(answered)
        || string.Equals(Bare(listed), Bare(answered), StringComparison.OrdinalIgnoreCase);

    /// <summary>The tag for <c>If-Match</c>; null where there is none that can be matched strongly.</summary>
    public static string? ToMatch(string? listed) =>
        string.IsNullOrEmpty(listed) || listed.StartsWith("W/", StringComparison.Ordinal) ? null : $"\"{Bare(listed)}\"";

    /// <summary>The MD5 that a tag looks like; null when it does not.</summary>
    /// <remarks>That of an object uploaded in parts has a hyphen and the number of parts behind a hash of hashes.</remarks>
    public static byte[]? Md5(string? listed)
    {
        var bare = Bare(listed ?? "");
        return bare.Length == Md5Digits && bare.All(char.IsAsciiHexDigit) ? Convert.FromHexString(bare) : null;
    }

    private static string Bare(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
}
