namespace MovieGrains.Catalog.Search.Operands;

/// <summary>The title contains one of the alternatives.</summary>
internal sealed class TitleOperand() : SubstringOperand(postingsPerText: 24)
{
    protected override void Resolve(Substring alternative)
    {
        var index = Part.TitleWords;
        if (alternative.IsPhrase)
            alternative.Set(Part.TitlePhrases.Lists, Part.TitlePhrases.Find(alternative.Pattern));
        else if (index.Dense(alternative.Pattern) is { } dense)
            alternative.Set(dense);
        else
            alternative.Set(index.Numbers, index.Containing(alternative.Pattern, ref alternative.Buffer));
    }

    protected override int ReadTexts(ReadOnlySpan<int> movies) => Part.Titles.ReadStarts(movies);

    protected override bool Matches(int movie, byte[] pattern) => Part.Titles[movie].IndexOf(pattern) >= 0;
}
