using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using MovieGrains.Catalog.Search.Highlighting;
using MovieGrains.Catalog.Tests.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Search.Highlighting;

public sealed class FoldedTextTests
{
    [Fact]
    public void Read_AnyText_FoldsAsFoldingDoes() => FsCheck.Check.One(AnyText.Many, Prop.ForAll(AnyText.Strings, any =>
    {
        var (text, folded) = Read(any);
        return folded.Bytes.SequenceEqual(Folding.Fold(text));
    }));

    [Fact]
    public void SourceOf_AnyRange_IsOfWholeCharactersThatFoldToIt() => FsCheck.Check.One(AnyText.Many, Prop.ForAll(AnyText.Strings, any =>
    {
        var (text, folded) = Read(any);
        var borders = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
        var last = 0;
        for (var at = 0; at < folded.Bytes.Length; at++)
        {
            var (start, end) = folded.SourceOf(at, at + 1);
            if (start < last || end <= start || !borders.Contains(start) || !borders.Contains(end))
                return false;
            // One blank stands for several; and what is trimmed from a piece by itself stands in the whole.
            var piece = folded.Bytes[at] == ' ' ? [(byte)' '] : Folding.Fold(text[start..end]);
            if (piece.AsSpan().IndexOf(folded.Bytes[at]) < 0)
                return false;
            last = start;
        }
        return true;
    }));

    [Theory]
    [InlineData("Amélie", "e", 2, 3)]
    [InlineData("Ame\u0301lie", "e", 2, 4)]
    [InlineData("Straße", "ss", 4, 5)]
    [InlineData("Straße", "s", 0, 1)]
    [InlineData("Œuvre", "eu", 0, 2)]
    [InlineData("8½ Women", "8", 0, 1)]
    [InlineData("8½ Women", "1/2", 1, 2)]
    [InlineData("8½ Women", "81/2 w", 0, 4)]
    [InlineData("The\u00A0 \t Thing", "e t", 2, 8)]
    [InlineData("  Heat ", "heat", 2, 6)]
    [InlineData("🎬 Action", "action", 3, 9)]
    [InlineData("😀😀 x", "😀 x", 2, 6)]
    [InlineData("Ocean’s", "n's", 4, 7)]
    [InlineData("ﬁn", "i", 0, 1)]
    [InlineData("ΣΑΣ", "σ", 0, 1)]
    [InlineData("日本語", "本", 1, 2)]
    [InlineData("한국", "\u1112\u1161", 0, 1)]
    [InlineData("👨‍👩‍👧 Family", "👩", 0, 8)]
    [InlineData("a\u0301\u0300bc", "a", 0, 3)]
    [InlineData("x\r\ny", "x y", 0, 4)]
    public void SourceOf_AwkwardText_IsWhereItStands(string text, string pattern, int start, int end)
    {
        var folded = new FoldedText();
        folded.Read(Encoding.UTF8.GetBytes(text));
        var at = folded.Bytes.IndexOf(Encoding.UTF8.GetBytes(pattern));
        Assert.True(at >= 0);
        Assert.Equal((start, end), folded.SourceOf(at, at + Encoding.UTF8.GetByteCount(pattern)));
    }

    /// <summary>Documents are valid UTF-8: what a string can't say in it has become U+FFFD there.</summary>
    private static (string Text, FoldedText Folded) Read(string any)
    {
        var utf8 = Encoding.UTF8.GetBytes(any);
        var folded = new FoldedText();
        folded.Read(utf8);
        return (Encoding.UTF8.GetString(utf8), folded);
    }
}
