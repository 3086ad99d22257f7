using System.Text;
using System.Text.Unicode;

namespace MovieGrains.Http.Parameters;

/// <summary>Percent-encoded text, decoded strictly: what is no UTF-8 is a fault of the request, not a replacement
/// character.</summary>
internal static class PercentText
{
    private const string BadPercent = "a percent sign must be followed by two hexadecimal digits (a percent sign itself is %25)";
    private const string BadUtf8 = "the percent-encoded bytes are not UTF-8";
    private const string NotAscii = "characters beyond ASCII must be percent-encoded";

    /// <summary>Decodes text.</summary>
    /// <param name="raw">As it stands in the request.</param>
    /// <param name="blank">The character that stands for a blank beside %20, <c>+</c> in a query string.</param>
    /// <param name="into">At least as long as <paramref name="raw"/>.</param>
    /// <param name="length">The bytes written.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Decode(ReadOnlySpan<char> raw, char blank, Span<byte> into, out int length)
    {
        length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c > 0x7F)
                return NotAscii;
            if (c != '%')
                into[length++] = c == blank ? (byte)' ' : (byte)c;
            else if (i + 2 < raw.Length && char.IsAsciiHexDigit(raw[i + 1]) && char.IsAsciiHexDigit(raw[i + 2]))
                into[length++] = (byte)((Hex(raw[++i]) << 4) | Hex(raw[++i]));
            else
                return BadPercent;
        }
        return Utf8.IsValid(into[..length]) ? null : BadUtf8;
    }

    /// <summary>Text to show in an answer: decoded as far as it can be, shortened, without control characters.</summary>
    public static string Show(ReadOnlySpan<char> raw, char blank, int atMost = 40)
    {
        var cut = raw.Length > atMost * 6 ? raw[..(atMost * 6)] : raw;
        var bytes = new byte[cut.Length];
        var text = Decode(cut, blank, bytes, out var length) is null or BadUtf8
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : cut.ToString();
        return Shorten(text, atMost);
    }

    /// <summary>The first characters of a text, and an ellipsis when there are more.</summary>
    public static string Shorten(string text, int atMost)
    {
        var end = Math.Min(text.Length, atMost);
        if (end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]))
            end--;
        return end < text.Length ? string.Concat(text.AsSpan(0, end), "…") : text;
    }

    private static int Hex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
