using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Parts;

/// <summary>All that a part has of cast names; see <see cref="Part"/>.</summary>
internal sealed record CastIndexes(TermIndex Names, WordIndex Words, PhraseIndex Phrases)
{
    /// <summary>Builds them.</summary>
    /// <param name="gathered">The names as they were gathered.</param>
    /// <param name="order">For each movie of the part, the number in which it was gathered.</param>
    /// <param name="buffers">To sort in.</param>
    public static CastIndexes Build(TermIndexBuilder gathered, int[] order, BuildBuffers buffers)
    {
        var names = gathered.Build(order, buffers);
        var words = WordRows.Of(names.Folded, buffers);
        return new CastIndexes(
            names, WordIndex.Build(words.Words, MoviesOf(words, names, order.Length)), PhraseIndex.Build(names.Folded));
    }

    /// <summary>The movies that have a name with each word.</summary>
    private static PostingLists MoviesOf(WordRows words, TermIndex names, int movies)
    {
        var builder = new PostingListsBuilder(movies, words.Words.Count);
        for (var movie = 0; movie < movies; movie++)
        {
            foreach (var name in names.TermsOf(movie))
            {
                foreach (var word in words[name])
                    builder.Count(word, movie);
            }
        }
        builder.Seal();
        for (var movie = 0; movie < movies; movie++)
        {
            foreach (var name in names.TermsOf(movie))
            {
                foreach (var word in words[name])
                    builder.Add(word, movie);
            }
        }
        return builder.Build(words.Words.Count);
    }
}
