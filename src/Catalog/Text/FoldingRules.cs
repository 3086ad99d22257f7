using System.Globalization;
using System.Text;

namespace MovieGrains.Catalog.Text;

/// <summary>The definition of folding, over strings: every step but collapsing and trimming blanks.</summary>
/// <remarks>
/// <para>Slow and plain. <see cref="Folding"/> takes nearly everything from <see cref="FoldingPages"/>, which is filled from
/// here.</para>
/// <para>Why once is enough, so that folding is idempotent: no mapping below makes anything that decomposes or is mapped
/// again (tested for every code point), and dropping marks can't bring others into a new order, because those that are in
/// the text are dropped before the decomposition sorts what stays, and those it brings are dropped after.</para>
/// </remarks>
internal static class FoldingRules
{
    /// <summary>The folded form of a text, its white space as blanks, as many as there were.</summary>
    /// <exception cref="InvalidOperationException">The runtime has no ICU.</exception>
    public static string Apply(string text)
    {
        Folding.EnsureSupported();
        return Finish(Prepare(text).Normalize(NormalizationForm.FormKD));
    }

    /// <summary>What has to come before the decomposition, which would make a blank and an accent of ´.</summary>
    private static string Prepare(string text)
    {
        var prepared = new StringBuilder(text.Length);
        // Enumerating runes turns a lone surrogate into U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            // .NET refuses to normalise U+FFFE, a non-character that no text has a use for.
            var known = rune.Value == 0xFFFE ? 0xFFFD : rune.Value;
            // Lower-cased here as well as after, for Ϲ (U+03F9): it decomposes to Σ and its lower case to ς, so that without
            // this a text and its identity form would fold apart.
            AppendRune(prepared, LowerCaseTable.ToLower(Typography.ToAscii(known)));
        }
        return prepared.ToString();
    }

    /// <summary>What remains to do after it; it brings marks, white space, and typography (½ is 1⁄2) of its own.</summary>
    private static string Finish(string decomposed)
    {
        var folded = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            var lower = LowerCaseTable.ToLower(Typography.ToAscii(rune.Value));
            if (WhiteSpace.Contains(lower))
                folded.Append(' ');
            else if (LatinLetters(lower) is { } letters)
                folded.Append(letters);
            else
                AppendRune(folded, lower);
        }
        return folded.ToString();
    }

    /// <summary>Letters that people type as others, though Unicode doesn't decompose them.</summary>
    private static string? LatinLetters(int lower) => lower switch
    {
        'ø' => "o",
        'ł' => "l",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'đ' or 'ð' => "d",
        'þ' => "th",
        _ => null,
    };

    private static void AppendRune(StringBuilder text, int codePoint)
    {
        Span<char> utf16 = stackalloc char[2];
        var length = new Rune(codePoint).EncodeToUtf16(utf16);
        text.Append(utf16[..length]);
    }
}
