using System.Globalization;
using System.Text;

namespace MovieGrains.Http.Access;

/// <summary>A file of keys: one per line, with its scopes.</summary>
/// <remarks>
/// A line is <c>NAME sha256:HASH:SCOPES</c>, such as <c>alice sha256:9f86…0f00:write,ingest</c>, with an optional
/// <c>until=2027-01-31T00:00:00Z</c> after it. Empty lines and those that begin with <c>#</c> say nothing. Two lines may have one
/// name: that is how a key is exchanged for another without a moment in which neither counts.
/// </remarks>
internal static class KeysFile
{
    /// <summary>More is no list of keys, and every key shown is compared with each.</summary>
    private const int MostKeys = 1000;

    private const string Form = "NAME sha256:HASH:SCOPES, and after it until=2027-01-31T00:00:00Z if it ends";
    private const string HashPrefix = "sha256:";
    private const string UntilPrefix = "until=";
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads the keys of a file.</summary>
    /// <exception cref="FormatException">A line can't be used; the message has its number, and nothing of a hash.</exception>
    public static IReadOnlyList<ApiKey> Read(ReadOnlySpan<byte> bytes)
    {
        var keys = new List<ApiKey>();
        var number = 0;
        var isBlank = true;
        foreach (var line in Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var text = line.Trim();
            isBlank &= text.IsEmpty;
            if (text.IsEmpty || text[0] == '#')
                continue;
            if (keys.Count == MostKeys)
                throw new FormatException($"There are more than {MostKeys} keys.");
            keys.Add(ReadLine(text.ToString(), number));
        }
        // What an editor leaves for a moment, while it writes, must not lock everybody out.
        if (isBlank)
            throw new FormatException("It is empty. A comment alone says that there are to be no keys.");
        return keys;
    }

    /// <summary>The line of a key.</summary>
    public static string Line(string name, string hash, Scopes scopes) => $"{name} {HashPrefix}{hash}:{ScopesText.Of(scopes)}";

    private static ApiKey ReadLine(string line, int number)
    {
        try
        {
            return Read(line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (FormatException fault)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {number}: {fault.Message}"), fault);
        }
    }

    private static ApiKey Read(string[] words)
    {
        if (words.Length is not (2 or 3) || !words[1].StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"A key is written {Form}.");
        var value = words[1].AsSpan(HashPrefix.Length);
        var colon = value.IndexOf(':');
        if (colon < 0)
            throw new FormatException($"A key has scopes: it is written {Form}.");
        if (ScopesText.TryRead(value[(colon + 1)..]) is not { } scopes)
            throw new FormatException($"The scopes of a key are {ScopesText.Names}, with commas between.");
        return ApiKey.Of(words[0], value[..colon], scopes, words.Length == 3 ? Until(words[2]) : null);
    }

    private static DateTimeOffset Until(string word)
    {
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (word.StartsWith(UntilPrefix, StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.TryParseExact(word[UntilPrefix.Length..], ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, style, out var until))
            return until;
        throw new FormatException("The end of a key is written until=2027-01-31 or until=2027-01-31T00:00:00Z.");
    }
}
