using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>Folding by example: what a user sees as the same title.</summary>
public sealed class FoldingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t\r\n \u00A0\u3000 ", "")]
    [InlineData("The Matrix", "the matrix")]
    [InlineData("Amélie", "amelie")]
    [InlineData("Ame\u0301lie", "amelie")]
    [InlineData("WALL·E", "wall·e")]
    [InlineData("8½", "81/2")]
    [InlineData("Łódź", "lodz")]
    [InlineData("STRA\u1E9EE", "strasse")]
    [InlineData("Straße", "strasse")]
    [InlineData("Þór", "thor")]
    [InlineData("ÞÓR: Sögur", "thor: sogur")]
    [InlineData("Đorđe Ðað", "dorde dad")]
    [InlineData("Ærø Œuvre Smørrebrød Ǿ", "aero oeuvre smorrebrod o")]
    [InlineData("don’t", "don't")]
    [InlineData("Cuba Gooding  Jr.", "cuba gooding jr.")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ﬁn", "fin")]
    [InlineData("Ｍ＿ｅ", "m_e")]
    [InlineData("Mission: Impossible – Fallout", "mission: impossible - fallout")]
    [InlineData("Se7en…", "se7en...")]
    [InlineData("Alien³", "alien3")]
    public void Fold_Title_IsWhatPeopleType(string title, string expected) => Assert.Equal(expected, Fold(title));

    [Theory]
    [InlineData("‘’‚‛‹›`´′‵ʻʼ＇", "'")]
    [InlineData("“”„‟«»″‶〝〟＂", "\"")]
    [InlineData("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D", "-")]
    [InlineData("\u2044", "/")]
    public void Fold_Typography_BecomesAscii(string typographic, string expected) =>
        Assert.All(typographic, c => Assert.Equal(expected, Fold(c.ToString())));

    [Theory]
    [InlineData("ΟΔΥΣΣΕΑΣ", "οδυσσεασ")]
    [InlineData("Οδυσσέας", "οδυσσεας")] // a final sigma is a letter of its own to simple lower-casing
    [InlineData("ПЁТР Й", "петр и")]
    [InlineData("한국", "\u1112\u1161\u11AB\u1100\u116E\u11A8")]
    [InlineData("\u0645\u064F\u062D\u064E\u0645\u064E\u0651\u062F", "\u0645\u062D\u0645\u062F")]
    [InlineData("\u0939\u093F\u0928\u094D\u0926\u0941", "\u0939\u093F\u0928\u0926")] // ि is a spacing mark and stays
    [InlineData("カ\u3099 ｶﾞ", "カ カ")]
    [InlineData("❤\uFE0F 😀", "❤ 😀")] // a variation selector is a non-spacing mark
    [InlineData("𝐌𝐚𝐭𝐡", "math")]
    [InlineData("𠀋𐐀", "𠀋𐐨")]
    public void Fold_OtherScripts_LoseCaseAndNonSpacingMarksOnly(string text, string expected) =>
        Assert.Equal(expected, Fold(text));

    [Theory]
    [InlineData("a\0b\u0001\u001F\u007F", "a\0b\u0001\u001F\u007F")]
    [InlineData("co\u00ADop", "co\u00ADop")]
    [InlineData("\uFEFFa\u200Bb\u200D", "\uFEFFa\u200Bb\u200D")]
    [InlineData("\uFFFE", "\uFFFD")]
    public void Fold_ControlsAndInvisibles_Stay(string text, string expected) => Assert.Equal(expected, Fold(text));

    [Theory]
    [InlineData(" a\u00A0\u2003\tb\u0085\u2028c ")]
    [InlineData("a b c")]
    [InlineData("\u3000a  b\r\n\r\nc\v\f")]
    [InlineData("a ¨ b c ¨")] // a spacing accent decomposes to a blank and an accent
    public void Fold_WhiteSpace_IsCollapsedAndTrimmed(string text) => Assert.Equal("a b c", Fold(text));

    [Fact]
    public void Fold_SpacingMarksInAnyOrder_AreTheSame() =>
        Assert.Equal(Fold("x\U0001D165\U0001D16D"), Fold("x\U0001D16D\u034F\U0001D165"));

    /// <summary>No theory: metadata can't hold a lone surrogate.</summary>
    [Fact]
    public void Fold_LoneSurrogate_IsReplacement() =>
        Assert.Equal("a\uFFFDb \uFFFD\uFFFD \uFFFD", Fold("a\uD800b \uDC00\uD83D \uD800"));

    [Theory]
    [InlineData(new byte[] { (byte)'A', 0xFF, (byte)'B' }, "a\uFFFDb")]
    [InlineData(new byte[] { 0xC3 }, "\uFFFD")]
    [InlineData(new byte[] { 0xC3, 0x89, 0xE2, 0x80, (byte)' ' }, "e\uFFFD")]
    public void Fold_InvalidUtf8_IsReplacement(byte[] bytes, string expected)
    {
        byte[] scratch = [];
        Assert.Equal(expected, Encoding.UTF8.GetString(Folding.Fold(bytes, ref scratch)));
    }

    [Fact]
    public void Fold_ScratchLargeEnough_IsKept()
    {
        var scratch = new byte[100];
        var before = scratch;
        Folding.Fold("The Lord of the Rings: Amélie"u8, ref scratch);
        Assert.Same(before, scratch);
    }

    private static string Fold(string text) => Encoding.UTF8.GetString(Folding.Fold(text));
}
