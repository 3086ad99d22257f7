using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Bench.Engine;

/// <summary>Texts as they are typed into a search box: one to four words of a title or name, or a word of a title and a name of the
/// same movie; one in five with a typo; asked with every letter.</summary>
/// <param name="vocabulary">The movies that are meant.</param>
/// <param name="seed">Another seed gives other texts.</param>
internal sealed class TypedTexts(Vocabulary vocabulary, ulong seed)
{
    private const int MaxLetters = 40;

    private Rolls rolls = new(seed);

    /// <summary>At least so many queries: what is begun is typed to its end.</summary>
    public List<Query> Draw(int count)
    {
        var queries = new List<Query>(count);
        while (queries.Count < count)
        {
            var text = Text();
            for (var length = 1; length <= text.Length; length++)
            {
                if (SearchText.Parse(text[..length]) is { } search)
                    queries.Add(new Query { Search = search, Sort = Sort.Relevance });
            }
        }
        return queries;
    }

    private string Text()
    {
        var movie = vocabulary.Movies[rolls.Below(vocabulary.Movies.Count)];
        var name = movie.Cast.Length > 0 ? movie.Cast[rolls.Below(movie.Cast.Length)] : movie.Title;
        var words = (rolls.Below(5) switch
        {
            0 => $"{movie.Title.Split(' ')[^1]} {name}",
            1 => name,
            _ => movie.Title,
        }).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words = [.. words.Take(1 + rolls.Below(4))];
        if (words.Length > 0 && rolls.Chance(0.2))
            Misspell(ref words[rolls.Below(words.Length)]);
        var text = string.Join(' ', words);
        return text.Length > MaxLetters ? text[..MaxLetters] : text;
    }

    private void Misspell(ref string word)
    {
        if (word.Length < 4)
            return;
        var at = rolls.Below(word.Length - 1);
        word = rolls.Below(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, "e"),
            2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
            _ => $"{word[..at]}a{word[(at + 1)..]}",
        };
    }
}
