using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Search.Ranking;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Full-text search by looking at every movie, from the rules as docs/search.md has them.</summary>
internal static class NaiveSearch
{
    /// <summary>The movies that match, however they are ordered, and how much was forgiven for it.</summary>
    public static (List<NaiveMovie> Movies, Forgiveness Forgiveness) Find(IEnumerable<NaiveMovie> movies, SearchText search)
    {
        var candidates = movies.ToList();
        foreach (var forgiveness in Enum.GetValues<Forgiveness>())
        {
            var found = candidates.Where(m => Matches(m, search, forgiveness)).ToList();
            if (found.Count > 0)
                return (found, forgiveness);
        }
        return ([], Forgiveness.TyposAnywhere);
    }

    public static bool Matches(NaiveMovie movie, SearchText search, Forgiveness forgiveness)
    {
        if (search.Signs.Length > 0)
            return movie.Title.StartsWith(ByteText.Of(search.Signs), StringComparison.Ordinal);
        var texts = new Texts(movie);
        for (var i = 0; i < search.Words.Length; i++)
        {
            var word = search.Words[i];
            if (word.IsRequired && !texts.Has(search, i, forgiveness))
                return false;
            if (word.Phrase < 0 || (i > 0 && search.Words[i - 1].Phrase == word.Phrase))
                continue;
            var phrase = search.Words.Skip(i).TakeWhile(w => w.Phrase == word.Phrase).ToList();
            if (texts.HasPhrase(phrase) == word.IsExcluded)
                return false;
        }
        return true;
    }

    private sealed class Texts(NaiveMovie movie)
    {
        private readonly (WordField Field, Word[] Words)[] texts =
        [
            (WordField.Title, WordsOf(movie.Title)),
            .. movie.Cast.Select(t => (WordField.Cast, WordsOf(t.Folded))),
            .. movie.Genres.Select(t => (WordField.Genre, WordsOf(t.Folded))),
            (WordField.Extract, WordsOf(movie.Extract)),
        ];

        public bool Has(SearchText search, int place, Forgiveness forgiveness)
        {
            var word = search.Words[place];
            if (word.Phrase < 0 && word.Year > 0 && Math.Abs(word.Year - movie.Year) <= (search.Words.Count(w => w.IsRequired) > 1 ? 2 : 0))
                return true;
            if (Array.Exists(texts, text => (text.Field != WordField.Extract || !word.IsStopWord || word.Phrase >= 0)
                && Array.Exists(text.Words, other => Fits(word, other, text.Field, forgiveness))))
                return true;
            return search.Joined.Any(j => (j.First == place || j.First + 1 == place) && HasJoined(j, forgiveness))
                || (word.Phrase < 0 && !word.IsStopWord && word.Letters.Length >= 4 && IsSplit(search, word));
        }

        public bool HasPhrase(List<SearchWord> phrase) => Array.Exists(texts, text =>
            Enumerable.Range(0, Math.Max(0, text.Words.Length - phrase.Count + 1))
                .Any(start => phrase.Select((w, i) => Fits(w, text.Words[start + i], WordField.Title, Forgiveness.None)).All(fits => fits)));

        private bool HasJoined(JoinedWord joined, Forgiveness forgiveness)
        {
            var word = new SearchWord(joined.Letters, joined.IsPrefix, false, -1) { Edits = joined.Edits };
            return Array.Exists(texts, text => text.Field != WordField.Genre && Array.Exists(text.Words, other =>
                Fits(text.Field == WordField.Extract ? word with { Edits = 0 } : word, other, text.Field, forgiveness)));
        }

        private bool IsSplit(SearchText search, SearchWord word)
        {
            for (var at = 1; at < word.Letters.Length; at++)
            {
                byte[] left = word.Letters[..at], right = word.Letters[at..];
                foreach (var (field, words) in texts)
                {
                    if (field > WordField.Cast || (field == WordField.Title && (search.Rules.IsStopWord(left) || search.Rules.IsStopWord(right))))
                        continue;
                    for (var i = 0; i + 1 < words.Length; i++)
                    {
                        if (words[i].Letters.SequenceEqual(left) && (words[i + 1].Letters.SequenceEqual(right)
                            || (word.IsPrefix && right.Length >= 3 && words[i + 1].Letters.AsSpan().StartsWith(right))))
                            return true;
                    }
                }
            }
            return false;
        }

        private static bool Fits(SearchWord word, Word other, WordField field, Forgiveness forgiveness) =>
            Fits(word, other.Letters, field, forgiveness) || (other.Stem.Length > 0 && Fits(word, other.Stem, field, forgiveness));

        private static bool Fits(SearchWord word, byte[] other, WordField field, Forgiveness forgiveness)
        {
            if (other.SequenceEqual(word.Letters))
                return true;
            if (field is WordField.Title or WordField.Genre && word.Synonyms.Any(s => s.SequenceEqual(other)))
                return true;
            if (word.IsPrefix && other.AsSpan().StartsWith(word.Letters) && (field != WordField.Extract || word.Letters.Length >= 3))
                return true;
            var edits = forgiveness switch
            {
                Forgiveness.None => 0,
                Forgiveness.OneTypo => field == WordField.Extract ? 0 : Math.Min(1, word.Edits),
                Forgiveness.Typos => field == WordField.Extract ? 0 : word.Edits,
                _ => word.Edits,
            };
            return edits > 0 && Distance(Encoding.UTF8.GetString(word.Letters), Encoding.UTF8.GetString(other), word.IsPrefix) <= edits;
        }

        private static Word[] WordsOf(string text)
        {
            var words = new List<Word>();
            Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
            var reader = new WordReader(ByteText.Bytes(text), buffer);
            while (reader.MoveNext())
                words.Add(new Word(reader.Word.ToArray(), reader.Stem.ToArray()));
            return [.. words];
        }
    }

    /// <summary>Edits between two words, the textbook's whole table.</summary>
    public static int Distance(string word, string other, bool toBeginning)
    {
        Rune[] left = [.. word.EnumerateRunes()], right = [.. other.EnumerateRunes()];
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
                table[i, j] = i == 0 ? j : j == 0 ? i : Cell(i, j);
        }
        return toBeginning ? Enumerable.Range(0, right.Length + 1).Min(j => table[left.Length, j]) : table[left.Length, right.Length];

        int Cell(int i, int j)
        {
            var best = Math.Min(table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
        }
    }

    private readonly record struct Word(byte[] Letters, byte[] Stem);
}
