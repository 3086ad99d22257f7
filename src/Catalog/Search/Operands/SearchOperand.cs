using System.Collections.Immutable;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Search.Ranking;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A movie has all words of a search in full text, which have been looked up.</summary>
internal sealed class SearchOperand : Operand
{
    private PartText text = null!;

    public override bool LooksAtText => false;

    /// <summary>The movies, as a bitmap of all of the part.</summary>
    public ReadOnlySpan<ulong> Matches => text.Matches;

    /// <summary>Takes what has been looked up.</summary>
    public void Prepare(PartText text)
    {
        this.text = text;
        Estimate = text.MatchCount;
    }

    public override void Prepare(Part part, ImmutableArray<byte[]> alternatives) => throw new NotSupportedException();

    public override void Release() => text = null!;

    public override int Keep(Span<int> movies) => KeepBits(movies, text.Matches, 0);

    public override void And(int firstWord, Span<ulong> window) => Bitmap.And(window, text.Matches.Slice(firstWord, window.Length));

    protected override int List(int from, int end, ref int[] buffer)
    {
        int firstWord = from >> 6, words = ((end + 63) >> 6) - firstWord;
        return ListWindow(text.Matches.Slice(firstWord, words), firstWord, from, end, ref buffer);
    }
}
