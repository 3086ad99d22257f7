using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>The edges of blocks: every length, and what is special at every place.</summary>
public sealed class CollapsingWriterTests
{
    /// <summary>Two full blocks, a third one begun, and every way to end.</summary>
    private const int Longest = 40;

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("Z")]
    [InlineData("`")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData(" \n ")]
    [InlineData("\0")]
    [InlineData("É")]
    [InlineData(" ½ ")]
    [InlineData("\u3000")]
    [InlineData("\uFDFA")] // one character that folds to eighteen
    [InlineData("\U0001D16D\U0001D165")]
    public void Fold_SpecialAtEveryPlaceOfEveryLength_IsAsCharacterByCharacter(string special)
    {
        for (var length = 0; length <= Longest; length++)
        {
            for (var at = 0; at <= length; at++)
            {
                var text = Letters(at) + special + Letters(length - at);
                Assert.Equal(OneByOne(text), Encoding.UTF8.GetString(Folding.Fold(text)));
            }
        }
    }

    [Fact]
    public void Fold_ScratchOfEverySize_HoldsOrIsReplaced()
    {
        var text = "The \uFDFA and \uFDFA\U0001D16D"u8.ToArray();
        for (var size = 0; size <= 200; size++)
        {
            var scratch = new byte[size];
            scratch.AsSpan().Fill((byte)'?');
            var folded = Folding.Fold(text, ref scratch);
            Assert.Equal(OneByOne(Encoding.UTF8.GetString(text)), Encoding.UTF8.GetString(folded));
            Assert.True(folded.Overlaps(scratch));
        }
    }

    [Fact]
    public void Fold_Ascii_AllocatesNothing()
    {
        var text = "The Lord  of the Rings: The Return of the King"u8;
        var scratch = new byte[100];
        Folding.Fold(text, ref scratch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Folding.Fold(text, ref scratch);
        IdentityText.Normalize(text, ref scratch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Letters(int count) => "The Quick Brown FOX jumps over a Lazy dog"[..count];

    private static string OneByOne(string text) =>
        string.Join(' ', FoldingRules.Apply(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
