namespace MovieGrains.Catalog.Text;

/// <summary>Typographic quotes, dashes and the fraction slash, and the ASCII characters that a keyboard has for them.</summary>
internal static class Typography
{
    /// <summary>The ASCII like of a typographic character; itself when it is none.</summary>
    public static int ToAscii(int codePoint) => codePoint switch
    {
        _ when IsSingleQuote(codePoint) => '\'',
        _ when IsDoubleQuote(codePoint) => '"',
        _ when IsDash(codePoint) => '-',
        0x2044 => '/',
        _ => codePoint,
    };

    /// <summary>Quotes, primes, and the accents and modifier letters that stand for an apostrophe (Hawaiʻi, Qurʼan).</summary>
    private static bool IsSingleQuote(int codePoint) => codePoint switch
    {
        '`' or 0x00B4 or 0x1FEF or 0x1FFD => true, // grave and acute; the last two are Greek, and canonically the same
        0x02B9 or 0x0374 or (>= 0x02BB and <= 0x02BD) => true, // modifier prime, ʻ ʼ ʽ
        0x05F3 or 0x055A => true, // geresh, Armenian apostrophe
        (>= 0x2018 and <= 0x201B) or 0x2039 or 0x203A => true, // ‘ ’ ‚ ‛ ‹ ›
        0x2032 or 0x2035 => true, // ′ ‵
        0x275B or 0x275C or 0x275F => true, // ❛ ❜ ❟
        0xA78B or 0xA78C => true, // saltillo
        _ => false,
    };

    private static bool IsDoubleQuote(int codePoint) => codePoint switch
    {
        0x00AB or 0x00BB => true, // « »
        0x02BA or 0x02EE or 0x05F4 => true, // modifier double prime and apostrophe, gershayim
        >= 0x201C and <= 0x201F => true, // “ ” „ ‟
        0x2033 or 0x2036 => true, // ″ ‶
        0x275D or 0x275E or 0x2760 => true, // ❝ ❞ ❠
        0x2E42 or (>= 0x301D and <= 0x301F) => true, // ⹂ 〝 〞 〟
        _ => false,
    };

    private static bool IsDash(int codePoint) =>
        codePoint is (>= 0x2010 and <= 0x2015) or 0x2212 or 0xFE58 or 0xFE63 or 0xFF0D;
}
