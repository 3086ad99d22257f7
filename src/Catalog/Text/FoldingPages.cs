using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MovieGrains.Catalog.Text;

/// <summary>The folded forms of single code points, computed a page at a time when first met.</summary>
/// <remarks>
/// A text folds code point by code point, with one exception: the decomposition sorts the few spacing marks that have a
/// combining class (musical stems, some viramas) where they stand together. A code point with one is not in the pages, and
/// the run that it stands in goes by <see cref="FoldingRules"/>.
/// </remarks>
internal static class FoldingPages
{
    /// <summary>
    /// Code points of the basic plane and the next (emoji); beyond are rare ideographs. It bounds the pages at 512, and what
    /// they take at 1 MB, whatever text comes in.
    /// </summary>
    private const int End = 0x20000;

    private const int PageSize = 256;

    /// <summary>Stands for "not in the pages"; UTF-8 never has it.</summary>
    private const byte InContext = 0xFF;

    private static readonly Page?[] Pages = new Page?[End / PageSize];

    /// <summary>The folded form of a code point by itself, its white space as blanks.</summary>
    /// <returns>False when it depends on its neighbours, or is not kept here.</returns>
    public static bool TryGet(int codePoint, out ReadOnlySpan<byte> folded)
    {
        folded = default;
        if (codePoint >= End)
            return false;
        var page = Volatile.Read(ref Pages[codePoint / PageSize]) ?? Build(codePoint / PageSize);
        folded = page.Get(codePoint % PageSize);
        return folded is not [InContext];
    }

    /// <summary>Two threads may both build a page; theirs are equal, and either may stay.</summary>
    private static Page Build(int number)
    {
        var bytes = new List<byte>(PageSize * 3);
        var ends = new ushort[PageSize];
        for (var i = 0; i < PageSize; i++)
        {
            bytes.AddRange(Fold((number * PageSize) + i));
            ends[i] = checked((ushort)bytes.Count);
        }
        var page = new Page(ends, [.. bytes]);
        Volatile.Write(ref Pages[number], page);
        return page;
    }

    private static byte[] Fold(int codePoint)
    {
        if (!Rune.IsValid(codePoint))
            return [InContext];
        var folded = FoldingRules.Apply(new Rune(codePoint).ToString());
        foreach (var rune in folded.EnumerateRunes())
        {
            if (IsSorted(rune))
                return [InContext];
        }
        return Encoding.UTF8.GetBytes(folded);
    }

    /// <summary>
    /// Whether the decomposition moves a character among its neighbours. .NET doesn't tell combining classes, so it is tried:
    /// an overlay (U+0334, class 1) comes to stand before whatever has a class.
    /// </summary>
    private static bool IsSorted(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark
        && $"{rune}\u0334".Normalize(NormalizationForm.FormD)[0] == '\u0334';

    /// <summary>The folded forms of 256 code points, one after the other, and where each ends.</summary>
    private sealed class Page(ushort[] ends, byte[] bytes)
    {
        public ReadOnlySpan<byte> Get(int index)
        {
            Debug.Assert(index is >= 0 and < PageSize, "An index is the low byte of a code point.");
            var start = index == 0 ? 0 : ends[index - 1];
            return bytes.AsSpan(start, ends[index] - start);
        }
    }
}
