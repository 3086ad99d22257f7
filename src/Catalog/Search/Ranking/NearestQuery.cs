using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>For a search that finds nothing, the nearest one that finds something under the same filters.</summary>
/// <remarks>
/// First each word that no movie has is replaced by the nearest that some movie has, which may differ by more than matching forgives;
/// then, as long as nothing is found, a word is left out: those first that fewest movies have. All of it is a function of the
/// whole catalogue, and at most as many searches as there are words are made.
/// </remarks>
internal static class NearestQuery
{
    /// <summary>Longer searches are left alone: leaving out word after word costs a search each.</summary>
    private const int MostWords = 8;

    /// <summary>Shorter words are near to nearly everything.</summary>
    private const int LeastLetters = 3;

    /// <summary>The nearest text; null when there is none.</summary>
    public static string? Of(Snapshot snapshot, Query query, Scratch scratch)
    {
        if (query.Search is not { } search || search.Words.Length > MostWords || search.Words.Any(static w => w.IsExcluded || w.Phrase >= 0))
            return null;
        var words = search.Words.Select(static w => Encoding.UTF8.GetString(w.Letters)).ToList();
        var counts = new List<long>();
        for (var i = 0; i < words.Count; i++)
        {
            counts.Add(CountOf(snapshot, words[i], search.Rules, i == words.Count - 1 && search.Words[i].IsPrefix, WordField.Extract, scratch));
            if (counts[i] > 0 || Nearest(snapshot, search.Words[i].Letters, search.Rules, scratch) is not { } nearest)
                continue;
            words[i] = nearest.Word;
            counts[i] = nearest.Movies;
        }
        for (var tries = words.Count; tries > 0 && words.Count > 0; tries--)
        {
            var text = string.Join(' ', words);
            if (!string.Equals(text, Encoding.UTF8.GetString(PlainOf(search)), StringComparison.Ordinal) && Finds(snapshot, query, text, scratch))
                return text;
            var rarest = counts.IndexOf(counts.Min());
            words.RemoveAt(rarest);
            counts.RemoveAt(rarest);
        }
        return null;
    }

    private static byte[] PlainOf(SearchText search) => [.. search.Words.SelectMany((w, i) => i == 0 ? w.Letters : [(byte)' ', .. w.Letters])];

    private static bool Finds(Snapshot snapshot, Query query, string text, Scratch scratch)
    {
        if (SearchText.Parse(text + " ", query.Search!.Rules) is not { } search || !search.Words.Any(static w => w.IsRequired && !w.IsStopWord))
            return false;
        TextSearch.LookUp(snapshot, search, scratch);
        return TextSearch.HasResult(snapshot, query with { Search = search }, scratch);
    }

    /// <summary>How many movies have a word, added up over fields; deleted ones not counted.</summary>
    private static long CountOf(Snapshot snapshot, string word, SearchRules rules, bool isPrefix, WordField last, Scratch scratch)
    {
        if (SearchText.Parse(isPrefix ? word : word + " ", rules) is not { } search)
            return 0;
        long count = 0;
        var text = scratch.TextOfOneWord;
        foreach (var live in snapshot.Parts)
        {
            text.Fill(live, search);
            count += text[0].Count(live.Deleted, last);
        }
        return count;
    }

    /// <summary>The word that is nearest by its letters, then the one that most movies have, then the first by its bytes.</summary>
    private static (string Word, long Movies)? Nearest(Snapshot snapshot, byte[] letters, SearchRules rules, Scratch scratch)
    {
        var size = Words.SpellingIndex.LettersOf(letters);
        if (size < LeastLetters)
            return null;
        var candidates = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var found = new List<(int Word, int Edits)>();
        foreach (var live in snapshot.Parts)
        {
            var text = live.Part.Text;
            foreach (var field in (Words.FieldWords[])[text.Title, text.Cast, text.Genres])
            {
                found.Clear();
                field.Spellings.Find(letters, size < 5 ? 1 : 2, asBeginning: false, found);
                foreach (var (word, edits) in found)
                    candidates[Encoding.UTF8.GetString(field.Words[word])] = edits;
            }
        }
        // Words that only deleted movies have there must not stand before those that others have.
        for (var distance = 1; distance <= 2; distance++)
        {
            (string Word, long Movies)? best = null;
            foreach (var (word, _) in candidates.Where(c => c.Value == distance))
            {
                var movies = CountOf(snapshot, word, rules, isPrefix: false, WordField.Genre, scratch);
                if (movies > (best?.Movies ?? 0))
                    best = (word, movies);
            }
            if (best is not null)
                return best;
        }
        return null;
    }
}
