using System.Globalization;
using System.Text;

namespace MovieGrains.Ingest;

/// <summary>Text of others made fit for a log: it stays on its line, and shows what it is.</summary>
internal static class Printable
{
    /// <summary>More of a key or a reason than this tells an operator nothing.</summary>
    private const int MaxLength = 400;

    /// <summary>Escapes what breaks or disguises a line: controls, line separators, invisible and unpaired characters.</summary>
    public static string Escape(string text)
    {
        var shown = text.Length <= MaxLength ? text : text[..MaxLength] + "…";
        var escaped = new StringBuilder(shown.Length);
        for (var i = 0; i < shown.Length; i++)
            Append(escaped, shown, ref i);
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, string text, ref int at)
    {
        if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
            escaped.Append(text[at]).Append(text[++at]);
        else if (Misleads(text[at]) || text[at] == '\\')
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
        else
            escaped.Append(text[at]);
    }

    private static bool Misleads(char value) => char.GetUnicodeCategory(value)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
