namespace MovieGrains.Catalog.Text;

/// <summary>What counts as white space: Unicode's White_Space property, as a pinned list.</summary>
/// <remarks>Pinned, because ids are made from text in which it is collapsed. U+180E and U+200B are not in it.</remarks>
internal static class WhiteSpace
{
    /// <summary>Whether a code point is white space.</summary>
    public static bool Contains(int codePoint) => codePoint switch
    {
        >= 0x0009 and <= 0x000D => true,
        0x0020 or 0x0085 or 0x00A0 or 0x1680 => true,
        >= 0x2000 and <= 0x200A => true,
        0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 => true,
        _ => false,
    };
}
