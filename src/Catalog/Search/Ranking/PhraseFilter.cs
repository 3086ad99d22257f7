using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Keeps the movies that have the words of a phrase one after the other in one text, by looking at the texts.</summary>
/// <remarks>No positions are kept for it: phrases are rare, and movies that have all words of one are few.</remarks>
internal sealed class PhraseFilter
{
    private byte[] plain = [], folded = [];

    /// <summary>Keeps the movies that have every phrase that is asked for.</summary>
    public void Keep(Part part, SearchText search, Span<ulong> movies)
    {
        for (int i = 0, end; i < search.Words.Length; i = end)
        {
            for (end = i + 1; end < search.Words.Length && search.Words[end].Phrase == search.Words[i].Phrase;)
                end++;
            if (search.Words[i] is { Phrase: >= 0, IsExcluded: false })
                KeepOne(part, search, i, end, movies);
            else
                end = i + 1;
        }
    }

    /// <summary>Keeps the movies that have one phrase.</summary>
    /// <param name="part">The part.</param>
    /// <param name="search">The search.</param>
    /// <param name="first">The phrase's first word.</param>
    /// <param name="end">After its last one.</param>
    /// <param name="movies">Movies that have all its words, somewhere.</param>
    public void KeepOne(Part part, SearchText search, int first, int end, Span<ulong> movies)
    {
        if (end - first < 2)
            return;
        foreach (var movie in new BitmapNumbers(movies))
        {
            if (!Has(part, movie, search.Words.AsSpan()[first..end]))
                movies[movie >> 6] &= ~(1UL << (movie & 63));
        }
    }

    private bool Has(Part part, int movie, ReadOnlySpan<SearchWord> phrase)
    {
        if (Contains(part.Titles[movie], phrase))
            return true;
        foreach (var name in part.Cast.TermsOf(movie))
        {
            if (Contains(part.Cast.Folded[name], phrase))
                return true;
        }
        foreach (var genre in part.Genres.TermsOf(movie))
        {
            if (Contains(part.Genres.Folded[genre], phrase))
                return true;
        }
        return Contains(Folding.Fold(DocumentHead.ExtractOf(part.DocumentOf(movie), ref plain), ref folded), phrase);
    }

    /// <summary>One bit for each word of the phrase that a run of words read so far ends with.</summary>
    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<SearchWord> phrase)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(text, buffer);
        ulong runs = 0;
        while (reader.MoveNext())
        {
            ulong fits = 0;
            for (var i = 0; i < phrase.Length; i++)
            {
                if (WordMatcher.Match(phrase[i], reader.Word, reader.Stem, WordField.Title, Forgiveness.None) is not null)
                    fits |= 1UL << i;
            }
            runs = ((runs << 1) | 1) & fits;
            if ((runs >> (phrase.Length - 1) & 1) != 0)
                return true;
        }
        return false;
    }
}
