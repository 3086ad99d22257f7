using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

/// <summary>Folding for every code point, and for random strings.</summary>
public sealed class FoldingPropertyTests
{
    [Fact]
    public void Fold_EveryCodePoint_IsIdempotent() =>
        Assert.Empty(AnyText.EveryCodePoint.Where(text => !IsIdempotent(text)).Select(Hex));

    [Fact]
    public void Fold_RandomText_IsIdempotent() => Prop.ForAll(AnyText.Strings, IsIdempotent).Check(AnyText.Many);

    [Fact]
    public void Fold_EveryCodePoint_IsByTheRules() =>
        Assert.Empty(AnyText.EveryCodePoint.Where(text => !IsByTheRules(text)).Select(Hex));

    [Fact]
    public void Fold_RandomText_IsByTheRules() => Prop.ForAll(AnyText.Strings, IsByTheRules).Check(AnyText.Many);

    [Fact]
    public void Fold_CanonicallyEquivalentText_IsTheSame() => Prop.ForAll(AnyText.Strings, text =>
    {
        var valid = Decode(Encoding.UTF8.GetBytes(text)).Replace('\uFFFE', '\uFFFD');
        var folded = Fold(valid);
        return AnyText.Same(folded, Fold(valid.Normalize()))
            && AnyText.Same(folded, Fold(valid.Normalize(NormalizationForm.FormD)));
    }).Check(AnyText.Many);

    [Fact]
    public void Fold_StringAndItsBytes_AreTheSame() => Prop.ForAll(AnyText.Strings, text =>
    {
        byte[] scratch = [];
        return Folding.Fold(Encoding.UTF8.GetBytes(text), ref scratch).SequenceEqual(Folding.Fold(text));
    }).Check(AnyText.Many);

    [Fact]
    public void Fold_AnyBytes_AreTheTextWithReplacements() => Prop.ForAll(AnyText.Bytes, bytes =>
    {
        byte[] scratch = [];
        return AnyText.Same(Decode(Folding.Fold(bytes, ref scratch)), Fold(Decode(bytes)));
    }).Check(AnyText.Many);

    private static bool IsIdempotent(string text)
    {
        var folded = Fold(text);
        return AnyText.Same(Fold(folded), folded);
    }

    /// <summary>The definition, over the whole string, in place of pages and vectors.</summary>
    private static bool IsByTheRules(string text)
    {
        var words = FoldingRules.Apply(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return AnyText.Same(string.Join(' ', words), Fold(text));
    }

    private static string Fold(string text) => Decode(Folding.Fold(text));

    private static string Decode(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string Hex(string text) => $"U+{char.ConvertToUtf32(text, 0):X4}";
}
