using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>The form that ids are made from: it may never change.</summary>
public sealed class IdentityTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\u00A0", "")]
    [InlineData("  The \r\n Matrix\u3000", "the matrix")]
    [InlineData("AMÉLIE", "amélie")]
    [InlineData("AME\u0301LIE", "ame\u0301lie")]
    [InlineData("Don’t `STOP` – “Ŝ” Ł Æ", "don’t `stop` – “ŝ” ł æ")]
    [InlineData("STRA\u1E9EE", "straße")]
    [InlineData("İI\u0131", "İi\u0131")] // as in .NET's invariant culture
    [InlineData("ΟΔΟΣ ς", "οδοσ ς")]
    [InlineData("Ｍ８½", "ｍ８½")]
    [InlineData("ǅ 𐐀 Ꭰ", "ǆ 𐐨 \uAB70")]
    [InlineData("a\0\uFEFF\u200B\u00AD\uFFFE", "a\0\uFEFF\u200B\u00AD\uFFFE")]
    public void Normalize_Text_LosesCaseAndWhiteSpaceOnly(string text, string expected) =>
        Assert.Equal(expected, Normalize(text));

    [Fact]
    public void Normalize_InvalidUtf8_IsReplacement()
    {
        byte[] scratch = [];
        var normalized = IdentityText.Normalize([(byte)'A', 0xFF, (byte)'B', 0xC3], ref scratch);
        Assert.Equal("a\uFFFDb\uFFFD", Encoding.UTF8.GetString(normalized));
    }

    [Fact]
    public void Normalize_EveryCodePoint_IsIdempotentAndFoldsTheSame() =>
        Assert.Empty(AnyText.EveryCodePoint.Where(text => !IsIdempotent(text) || !FoldsTheSame(text))
            .Select(text => $"U+{char.ConvertToUtf32(text, 0):X4}"));

    [Fact]
    public void Normalize_RandomText_IsIdempotent() => Prop.ForAll(AnyText.Strings, IsIdempotent).Check(AnyText.Many);

    [Fact]
    public void Normalize_RandomText_FoldsTheSame() => Prop.ForAll(AnyText.Strings, FoldsTheSame).Check(AnyText.Many);

    [Fact]
    public void Normalize_RandomText_IsEachCharactersLowerCase() => Prop.ForAll(AnyText.Strings, text =>
    {
        var lower = string.Concat(text.EnumerateRunes().Select(rune =>
            WhiteSpace.Contains(rune.Value) ? " " : new Rune(LowerCaseTable.ToLower(rune.Value)).ToString()));
        return AnyText.Same(Normalize(text), string.Join(' ', lower.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }).Check(AnyText.Many);

    [Fact]
    public void Normalize_AnyBytes_AreTheTextWithReplacements() => Prop.ForAll(AnyText.Bytes, bytes =>
    {
        byte[] scratch = [];
        var normalized = Encoding.UTF8.GetString(IdentityText.Normalize(bytes, ref scratch));
        return AnyText.Same(normalized, Normalize(Encoding.UTF8.GetString(bytes)));
    }).Check(AnyText.Many);

    private static bool IsIdempotent(string text)
    {
        var normalized = Normalize(text);
        return AnyText.Same(Normalize(normalized), normalized);
    }

    private static bool FoldsTheSame(string text) => Folding.Fold(Normalize(text)).AsSpan().SequenceEqual(Folding.Fold(text));

    private static string Normalize(string text)
    {
        byte[] scratch = [];
        return Encoding.UTF8.GetString(IdentityText.Normalize(Encoding.UTF8.GetBytes(text), ref scratch));
    }
}
