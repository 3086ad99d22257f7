using System.Globalization;
using System.Text;

namespace MovieGrains.Catalog.Text;

/// <summary>Folds text for matching: what differs only in case, accents, typography or white space becomes equal.</summary>
/// <remarks>Answers show text as supplied; folded text is only ever compared. Idempotent.</remarks>
public static class Folding
{
    /// <summary>The folded form, UTF-8.</summary>
    /// <param name="text">Any string; a lone surrogate counts as U+FFFD.</param>
    public static byte[] Fold(string text)
    {
        byte[] scratch = [];
        return Fold(Encoding.UTF8.GetBytes(text), ref scratch).ToArray();
    }

    /// <summary>The folded form, UTF-8, in a buffer that is used again and again.</summary>
    /// <param name="utf8">Any bytes; what is not UTF-8 counts as U+FFFD.</param>
    /// <param name="scratch">Holds the result; replaced by a larger one when too small.</param>
    /// <returns>A slice of <paramref name="scratch"/>, good until it is used again.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> utf8, ref byte[] scratch)
    {
        var folded = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(utf8).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }
        scratch = Encoding.UTF8.GetBytes(string.Join(' ', folded.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return scratch;
    }
}
