namespace MovieGrains.Catalog.Search.Operands;

/// <summary>A cast name contains one of the alternatives.</summary>
/// <remarks>A pattern with blanks leads to names, which are looked at, and then to their movies.</remarks>
internal sealed class ActorOperand() : SubstringOperand(postingsPerText: 64)
{
    protected override void Resolve(Substring alternative)
    {
        var index = Part.CastWords;
        if (alternative.IsPhrase)
            alternative.Set(Part.Cast.Postings, FindNames(alternative));
        else if (index.Dense(alternative.Pattern) is { } dense)
            alternative.Set(dense);
        else
            alternative.Set(index.Numbers, index.Containing(alternative.Pattern, ref alternative.Buffer));
    }

    protected override int ReadTexts(ReadOnlySpan<int> movies) => Part.Cast.ReadFirstTerms(movies);

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
        var phrases = Part.CastPhrases;
        var runs = phrases.Find(alternative.Pattern);
        if (runs.Count == 0)
            return 0;
        var candidates = phrases.Lists.List(runs[0], ref alternative.Buffer);
        if (runs.IsWholePattern)
            return candidates;
        var count = 0;
        foreach (var name in alternative.Buffer.AsSpan(0, candidates))
        {
            if (Part.Cast.Folded[name].IndexOf(alternative.Pattern) >= 0)
                alternative.Buffer[count++] = name;
        }
        return count;
    }
}
