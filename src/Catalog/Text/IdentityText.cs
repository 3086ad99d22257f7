using System.Text;

namespace MovieGrains.Catalog.Text;

/// <summary>The form of a title that its identity is made from: lower case, white space collapsed, nothing else folded.</summary>
/// <remarks>
/// Ids are hashed from it and kept for ever, so it depends on nothing that may differ between machines or runtime versions:
/// no ICU, no culture, and its own tables (<see cref="LowerCaseTable"/>, <see cref="WhiteSpace"/>). Idempotent. Texts of
/// equal identity are equal when folded, too.
/// </remarks>
public static class IdentityText
{
    /// <summary>The identity form, UTF-8, in a buffer that is used again and again.</summary>
    /// <param name="utf8">Any bytes; what is not UTF-8 counts as U+FFFD. Must not lie in <paramref name="scratch"/>.</param>
    /// <param name="scratch">Holds the result; replaced by a larger one when too small.</param>
    /// <returns>A slice of <paramref name="scratch"/>, good until it is used again; may be empty.</returns>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> utf8, ref byte[] scratch)
    {
        var writer = new CollapsingWriter(scratch, utf8.Length, grave: (byte)'`');
        var rest = utf8[writer.AppendAscii(utf8)..];
        while (!rest.IsEmpty)
        {
            rest = rest[AppendRune(rest, ref writer)..];
            if (!rest.IsEmpty && rest[0] < 0x80)
                rest = rest[writer.AppendAscii(rest)..];
        }
        return writer.Finish(ref scratch);
    }

    private static int AppendRune(ReadOnlySpan<byte> text, ref CollapsingWriter writer)
    {
        Rune.DecodeFromUtf8(text, out var rune, out var consumed);
        if (WhiteSpace.Contains(rune.Value))
        {
            writer.Append(" "u8);
            return consumed;
        }
        Span<byte> lower = stackalloc byte[4];
        var length = new Rune(LowerCaseTable.ToLower(rune.Value)).EncodeToUtf8(lower);
        writer.Append(lower[..length]);
        return consumed;
    }
}
