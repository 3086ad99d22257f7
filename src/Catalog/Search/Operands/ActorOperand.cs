using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A cast name contains one of the alternatives.</summary>
/// <remarks>A pattern with blanks leads through words to names, which are looked at, and then to their movies.</remarks>
internal sealed class ActorOperand() : SubstringOperand(postingsPerText: 64)
{
    protected override void Resolve(Substring alternative)
    {
        var index = Part.CastWords;
        if (alternative.IsPhrase)
            alternative.Set(Part.Cast.Postings, FindNames(alternative), isExact: true);
        else if (index.Dense(alternative.Pattern) is { } dense)
            alternative.Set(dense);
        else
            alternative.Set(
                index.Numbers,
                WordPieces.Containing(index.Words, index.Grams, alternative.Pattern, ref alternative.Buffer),
                isExact: true);
    }

    protected override bool Matches(int movie, byte[] pattern)
    {
        foreach (var name in Part.Cast.TermsOf(movie))
        {
            if (Part.Cast.Folded[name].IndexOf(pattern) >= 0)
                return true;
        }
        return false;
    }

    private int FindNames(Substring alternative)
    {
        var index = Part.CastWords;
        var namesOf = Part.CastNamesOfWords;
        var words = WordPieces.Rarest(
            index.Words, index.Grams, namesOf, alternative.Pattern, ref alternative.OtherBuffer, ref alternative.Buffer);
        var names = ListUnion(namesOf, alternative.OtherBuffer.AsSpan(0, words), 0, namesOf.Universe, ref alternative.Buffer);
        var count = 0;
        foreach (var name in alternative.Buffer.AsSpan(0, names))
        {
            if (Part.Cast.Folded[name].IndexOf(alternative.Pattern) >= 0)
                alternative.Buffer[count++] = name;
        }
        return count;
    }
}
