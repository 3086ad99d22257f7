using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>The title contains one of the alternatives.</summary>
internal sealed class TitleOperand() : SubstringOperand(postingsPerText: 24)
{
    protected override void Resolve(Substring alternative)
    {
        var index = Part.TitleWords;
        if (index.Dense(alternative.Pattern) is { } dense)
        {
            alternative.Set(dense);
            return;
        }
        var count = alternative.IsPhrase
            ? WordPieces.Rarest(
                index.Words, index.Grams, index.Numbers, alternative.Pattern, ref alternative.Buffer, ref alternative.OtherBuffer)
            : WordPieces.Containing(index.Words, index.Grams, alternative.Pattern, ref alternative.Buffer);
        alternative.Set(index.Numbers, count, isExact: !alternative.IsPhrase);
    }

    protected override bool Matches(int movie, byte[] pattern) => Part.Titles[movie].IndexOf(pattern) >= 0;
}
