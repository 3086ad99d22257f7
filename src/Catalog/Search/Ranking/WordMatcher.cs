using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Whether a word of a text is one that was asked for, told from the two alone.</summary>
internal static class WordMatcher
{
    /// <summary>How well a word of a text fits one that was asked for; null when it doesn't.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="word">The word of the text, as <see cref="WordReader"/> gives it.</param>
    /// <param name="stem">Its other form, or nothing.</param>
    /// <param name="field">Where it stands.</param>
    /// <param name="forgiveness">How far it may differ.</param>
    public static Grade? Match(
        SearchWord asked, ReadOnlySpan<byte> word, ReadOnlySpan<byte> stem, WordField field, Forgiveness forgiveness)
    {
        ReadOnlySpan<byte> letters = asked.Letters;
        if (word.SequenceEqual(letters) || (!stem.IsEmpty && stem.SequenceEqual(letters)) || IsSynonym(asked, word, field))
            return Grade.Whole;
        if (asked.IsPrefix && (word.StartsWith(letters) || stem.StartsWith(letters))
            && (field != WordField.Extract || letters.Length >= TextIndex.ShortestInExtracts))
            return Grade.Beginning;
        var forgives = field == WordField.Extract ? Forgiveness.TyposAnywhere : Forgiveness.Typos;
        if (asked.Edits == 0 || forgiveness < forgives)
            return null;
        var distance = EditDistance.Between(letters, word, asked.Edits, asked.IsPrefix);
        if (!stem.IsEmpty)
            distance = Math.Min(distance, EditDistance.Between(letters, stem, asked.Edits, asked.IsPrefix));
        return distance > asked.Edits ? null : distance == 1 ? Grade.OneTypo : Grade.TwoTypos;
    }

    private static bool IsSynonym(SearchWord asked, ReadOnlySpan<byte> word, WordField field)
    {
        if (field is not (WordField.Title or WordField.Genre))
            return false;
        foreach (var synonym in asked.Synonyms)
        {
            if (word.SequenceEqual(synonym))
                return true;
        }
        return false;
    }
}
