using System.Buffers;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>Where in a folded text somebody may begin to type: at its beginning, and at each word.</summary>
/// <remarks>A word begins with a letter or digit behind something that is neither; behind an apostrophe it goes on (<c>don't</c>).
/// All that is not ASCII counts as letters: typography has been folded.</remarks>
internal static class WordStarts
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        [.. "abcdefghijklmnopqrstuvwxyz0123456789"u8, .. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)]);

    private static ReadOnlySpan<byte> TheArticle => "the "u8;

    private static ReadOnlySpan<byte> AnArticle => "an "u8;

    private static ReadOnlySpan<byte> AArticle => "a "u8;

    /// <summary>The next place after one.</summary>
    /// <param name="text">Folded.</param>
    /// <param name="after">−1 for the first place, which is the beginning.</param>
    /// <returns>−1 when there is none.</returns>
    public static int Next(ReadOnlySpan<byte> text, int after)
    {
        if (after < 0)
            return text.IsEmpty ? -1 : 0;
        for (var at = after + 1; at < text.Length; at++)
        {
            if (IsLetter(text[at]) && !IsLetter(text[at - 1]) && !IsWithin(text, at))
                return at;
        }
        return -1;
    }

    /// <summary>Whether nothing counts before a place: it is the beginning, or only punctuation or an article comes before it.</summary>
    public static bool IsBeginning(ReadOnlySpan<byte> text, int place)
    {
        if (place == 0)
            return true;
        var before = text[..place];
        // Nearly all texts begin with a letter.
        var first = IsLetter(before[0]) ? 0 : before.IndexOfAny(Letters);
        if (first < 0)
            return true;
        before = before[first..];
        return before.SequenceEqual(TheArticle) || before.SequenceEqual(AnArticle) || before.SequenceEqual(AArticle);
    }

    private static bool IsLetter(byte b) => b >= 0x80 || b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9');

    private static bool IsWithin(ReadOnlySpan<byte> text, int at) => at >= 2 && text[at - 1] == '\'' && IsLetter(text[at - 2]);
}
