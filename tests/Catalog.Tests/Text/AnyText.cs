using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>Random strings for the properties of text, weighted towards what is hard to fold.</summary>
internal static class AnyText
{
    /// <summary>Blanks of all kinds, marks of all classes, cases, typography, invisible and broken characters.</summary>
    private static readonly int[] Hard =
    [
        ' ', '\t', '\n', '\0', 0x7F, 0x85, 0xA0, 0x2003, 0x3000, '`', 0xB4, 0xA8, 0x2018, 0x2033, 0x2044, 0xBD, 0x2212,
        0x300, 0x301, 0x327, 0x334, 0x345, 0x34F, 0x483, 0x5B0, 0x64B, 0x93F, 0x941, 0x94D, 0x3099, 0xFE0F, 0x20DD,
        0x302E, 0x302F, 0x1B44, 0x1D15E, 0x1D165, 0x1D16D, 0x1D16E, 0x1D1BB, 0x16FF0, 0x0F73, 0x0F77,
        'A', 'É', 'ø', 'Ł', 'Æ', 'Œ', 0x1E9E, 'Đ', 'Ð', 'Þ', 'İ', 'ı', 'Σ', 'ς', 0x1C5,
        0x212A, 0x3F4, 0x3F9, 0x13A0, 0x10400,
        0xFB01, 0xFF2D, 0xD55C, 0xFDFA, 0x149, 0xAD, 0x200B, 0x200D, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600, 0x20000,
        0xD800, 0xDC00, 0x10FFFF,
    ];

    private static readonly Gen<int> CodePoint = Gen.Frequency(
        (4, Gen.Choose(' ', '~')),
        (6, Gen.Elements(Hard)),
        (2, Gen.Choose(0x80, 0x24F)),
        (2, Gen.Choose(0x80, 0xFFFF)),
        (1, Gen.Choose(0x10000, 0x10FFFF)));

    /// <summary>Strings of up to a few blocks, lone surrogates included.</summary>
    public static Arbitrary<string> Strings { get; } =
        CodePoint.ArrayOf().Resize(40).Select(Join).ToArbitrary();

    /// <summary>Bytes that are often not UTF-8.</summary>
    public static Arbitrary<byte[]> Bytes { get; } =
        Gen.Frequency((3, Gen.Choose(0, 0x7F)), (2, Gen.Choose(0x80, 0xFF))).ArrayOf().Resize(60)
            .Select(bytes => Array.ConvertAll(bytes, b => (byte)b)).ToArbitrary();

    /// <summary>Every code point but the surrogates, as a string.</summary>
    public static IEnumerable<string> EveryCodePoint =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(char.ConvertFromUtf32);

    /// <summary>More random cases than FsCheck's hundred; it still takes well under a second.</summary>
    public static Config Many { get; } = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    /// <summary>Whether two texts are the same UTF-16 units.</summary>
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Join(int[] codePoints)
    {
        var text = new StringBuilder();
        foreach (var codePoint in codePoints)
            text.Append(codePoint < 0x10000 ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint));
        return text.ToString();
    }
}
