using System.Buffers.Binary;
using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>The tables that ids depend on: that they are right, and that nobody changes them.</summary>
public sealed class LowerCaseTableTests
{
    [Fact]
    public void ToLower_EveryMapping_IsTheRuntimes()
    {
        var wrong = Mappings().Where(m => !IsLater(m.From) && Rune.ToLowerInvariant(new Rune(m.From)).Value != m.To);
        Assert.Empty(wrong.Select(m => $"U+{m.From:X4}"));
    }

    [Fact]
    public void ToLower_CapitalOfALaterUnicode_IsTheRuntimesOrUnknownToIt()
    {
        foreach (var (from, to) in Mappings().Where(m => IsLater(m.From)))
            Assert.Contains(Rune.ToLowerInvariant(new Rune(from)).Value, new[] { from, to });
    }

    /// <summary>Latin, Greek, Cyrillic and Armenian are complete; a newer Unicode adds to other blocks.</summary>
    [Fact]
    public void ToLower_OldBlocks_LackNothing() =>
        Assert.All(
            Enumerable.Range(0, 0x590),
            c => Assert.Equal(Rune.ToLowerInvariant(new Rune(c)).Value, LowerCaseTable.ToLower(c)));

    [Fact]
    public void ToLower_OfALowerCase_IsItself() =>
        Assert.All(Mappings(), m => Assert.Equal(m.To, LowerCaseTable.ToLower(m.To)));

    /// <summary>If this fails, ids would change. Don't correct the constant.</summary>
    [Fact]
    public void ToLower_AllMappings_AreThePinnedOnes()
    {
        var bytes = new List<byte>();
        Span<byte> pair = stackalloc byte[8];
        foreach (var (from, to) in Mappings())
        {
            BinaryPrimitives.WriteInt32LittleEndian(pair, from);
            BinaryPrimitives.WriteInt32LittleEndian(pair[4..], to);
            bytes.AddRange(pair);
        }
        Assert.Equal(1459 * 8, bytes.Count);
        Assert.Equal(13187313571933437749UL, XxHash64.Hash([.. bytes]));
    }

    /// <summary>The set has been the same since Unicode 6.3, and .NET's is no part of ICU.</summary>
    [Fact]
    public void WhiteSpace_EveryCodePoint_IsTheRuntimes() =>
        Assert.DoesNotContain(AnyText.EveryCodePoint, text =>
            WhiteSpace.Contains(char.ConvertToUtf32(text, 0)) != Rune.IsWhiteSpace(Rune.GetRuneAt(text, 0)));

    private static IEnumerable<(int From, int To)> Mappings() =>
        Enumerable.Range(0, 0x110000).Select(c => (c, LowerCaseTable.ToLower(c))).Where(m => m.c != m.Item2);

    /// <summary>Capitals that came after Unicode 10, the oldest that a supported system's ICU (RHEL 8's) has.</summary>
    private static bool IsLater(int c) => c is (>= 0x1C89 and <= 0x1CBF) or 0x2C2F or (>= 0xA7B8 and <= 0xA7F5)
        or (>= 0x10570 and <= 0x10595) or (>= 0x10D50 and <= 0x10D65) or (>= 0x16E40 and <= 0x16E5F);
}
