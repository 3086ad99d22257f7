using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Highlighting;

/// <summary>Finds the words that a search in full text asked for, by the rule that it was answered by.</summary>
/// <remarks>A word that matched by a typo, a synonym, or as a part of one that is written together is marked as a whole. Of a phrase only
/// its words one after the other are.</remarks>
internal sealed class SearchMatches
{
    /// <summary>The beginning of the second of two words that are asked for as one is at least so long, as in <see cref="SplitWords"/>.</summary>
    private const int LeastBeginning = 3;

    private readonly List<(int Start, int End, int Stem)> tokens = []; // In the letters below: the word, and behind it its stem.
    private readonly List<(int First, int End)> places = [];           // In the folded text.
    private byte[] letters = new byte[1024];
    private int used;
    private SearchText? search;
    private Forgiveness forgiveness;

    /// <summary>Takes what was asked for.</summary>
    public void Reset(SearchText? asked, Forgiveness forgiven) => (search, forgiveness) = (asked, forgiven);

    /// <summary>Adds the ranges of a text that match.</summary>
    /// <param name="field">Which text of the movie it is.</param>
    /// <param name="text">The text.</param>
    /// <param name="ranges">Takes the ranges, in units of the text as supplied.</param>
    public void AddMatches(WordField field, FoldedText text, Ranges ranges)
    {
        if (search is null)
            return;
        if (field == WordField.Title && search.Signs.Length > 0 && text.Bytes.StartsWith(search.Signs))
            ranges.Add(text.SourceOf(0, search.Signs.Length));
        Cut(text.Bytes);
        for (var token = 0; token < tokens.Count; token++)
        {
            if (MatchesAny(token, field) || MatchesJoined(token, field))
                Add(text, token, 1, ranges);
            AddSplit(token, field, text, ranges);
        }
        for (var word = 0; word < search.Words.Length; word++)
        {
            if (search.Words[word] is { Phrase: >= 0, IsExcluded: false } && (word == 0 || search.Words[word - 1].Phrase != search.Words[word].Phrase))
                AddPhrase(word, field, text, ranges);
        }
    }

    private bool MatchesAny(int token, WordField field)
    {
        foreach (var word in search!.Words)
        {
            if (word.Phrase < 0 && Matches(word, token, field))
                return true;
        }
        return false;
    }

    private bool Matches(SearchWord word, int token, WordField field)
    {
        // Stop words are in every extract, and nobody wants to see them there.
        if (word.IsExcluded || (word.IsStopWord && word.Phrase < 0 && field == WordField.Extract))
            return false;
        return WordMatcher.Match(word, WordOf(token), StemOf(token), field, forgiveness) is not null;
    }

    /// <summary>Whether a word of the text is two that were asked for, written as one.</summary>
    private bool MatchesJoined(int token, WordField field)
    {
        if (field == WordField.Genre)
            return false;
        foreach (var joined in search!.Joined)
        {
            var edits = field != WordField.Extract && forgiveness >= Forgiveness.Typos ? joined.Edits : 0;
            if (EditDistance.Between(joined.Letters, WordOf(token), edits, joined.IsPrefix) <= edits)
                return true;
        }
        return false;
    }

    /// <summary>Adds two words of the text that are one that was asked for, where they stand one after the other.</summary>
    private void AddSplit(int token, WordField field, FoldedText text, Ranges ranges)
    {
        if (field is not (WordField.Title or WordField.Cast) || token + 1 >= tokens.Count)
            return;
        ReadOnlySpan<byte> left = WordOf(token), right = WordOf(token + 1);
        foreach (var word in search!.Words)
        {
            if (word.IsExcluded || word.IsStopWord || word.Phrase >= 0 || word.Letters.Length <= left.Length || !word.Letters.AsSpan().StartsWith(left))
                continue;
            var rest = word.Letters.AsSpan(left.Length);
            if (right.SequenceEqual(rest) || (word.IsPrefix && rest.Length >= LeastBeginning && right.StartsWith(rest)))
                Add(text, token, 2, ranges);
        }
    }

    private void AddPhrase(int first, WordField field, FoldedText text, Ranges ranges)
    {
        var words = search!.Words;
        var end = first;
        while (end < words.Length && words[end].Phrase == words[first].Phrase)
            end++;
        for (var token = 0; token + end - first <= tokens.Count; token++)
        {
            var matched = 0;
            while (first + matched < end && Matches(words[first + matched], token + matched, field))
                matched++;
            if (matched == end - first)
                Add(text, token, matched, ranges);
        }
    }

    private void Add(FoldedText text, int token, int count, Ranges ranges)
    {
        for (var i = token; i < token + count; i++)
            ranges.Add(text.SourceOf(places[i].First, places[i].End));
    }

    private ReadOnlySpan<byte> WordOf(int token) => letters.AsSpan(tokens[token].Start, tokens[token].End - tokens[token].Start);

    private ReadOnlySpan<byte> StemOf(int token) => letters.AsSpan(tokens[token].End, tokens[token].Stem - tokens[token].End);

    private void Cut(ReadOnlySpan<byte> folded)
    {
        tokens.Clear();
        places.Clear();
        used = 0;
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        while (reader.MoveNext())
        {
            var start = used;
            Keep(reader.Word);
            var end = used;
            Keep(reader.Stem);
            tokens.Add((start, end, used));
            places.Add((reader.Start, reader.End));
        }
    }

    private void Keep(ReadOnlySpan<byte> some)
    {
        if (letters.Length - used < some.Length)
            Array.Resize(ref letters, (letters.Length * 2) + some.Length);
        some.CopyTo(letters.AsSpan(used));
        used += some.Length;
    }
}
