using System.Collections.Immutable;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>How far words may differ from those that are asked for. The first that gives the catalogue a result counts.</summary>
internal enum Forgiveness
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By one typo in titles, names and genres.</summary>
    OneTypo,

    /// <summary>By as many as a word may have, in titles, names and genres.</summary>
    Typos,

    /// <summary>… and in extracts.</summary>
    TyposAnywhere,
}

/// <summary>What each <see cref="Forgiveness"/> allows.</summary>
internal static class Forgiving
{
    /// <summary>What is tried, one after the other, when nothing is found as it is asked for; nothing when no word may have a typo.</summary>
    public static ImmutableArray<Forgiveness> StepsOf(SearchText search)
    {
        var most = 0;
        foreach (var word in search.Words)
            most = Math.Max(most, word.Edits);
        foreach (var joined in search.Joined)
            most = Math.Max(most, joined.Edits);
        return most switch
        {
            0 => [],
            1 => [Forgiveness.OneTypo, Forgiveness.TyposAnywhere],
            _ => [Forgiveness.OneTypo, Forgiveness.Typos, Forgiveness.TyposAnywhere],
        };
    }

    /// <summary>How many edits.</summary>
    /// <param name="forgiveness">The forgiveness.</param>
    /// <param name="most">How many the word may have at most.</param>
    /// <param name="field">Where.</param>
    public static int Edits(this Forgiveness forgiveness, int most, WordField field) => (forgiveness, field) switch
    {
        (Forgiveness.None, _) => 0,
        (Forgiveness.TyposAnywhere, _) => most,
        (_, WordField.Extract) => 0,
        (Forgiveness.OneTypo, _) => Math.Min(1, most),
        _ => most,
    };
}
