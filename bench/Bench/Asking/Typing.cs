using System.Text;
using MovieGrains.Bench.Movies;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Bench.Asking;

/// <summary>What somebody types who is shown suggestions.</summary>
internal enum Typing
{
    /// <summary>One letter.</summary>
    Letter,

    /// <summary>Two or three letters.</summary>
    Few,

    /// <summary>Four to seven letters.</summary>
    Several,

    /// <summary>Eight to sixteen letters.</summary>
    Many,

    /// <summary>Three to sixteen letters, with a typo; half of those with eight or more have two.</summary>
    Mistyped,

    /// <summary>Any of these, each letter of a text as often as any other, one in five mistyped.</summary>
    Mix,
}

/// <summary>Makes beginnings of titles and names, from a word of them on.</summary>
/// <param name="vocabulary">The titles and names.</param>
/// <param name="seed">Another seed gives other ones.</param>
internal sealed class TypingMix(Vocabulary vocabulary, ulong seed)
{
    private const int Longest = 16;

    /// <summary>So many queries.</summary>
    public List<SuggestQuery> Draw(Typing typing, int count)
    {
        var rolls = new Rolls(Rolls.Mix(seed + ((ulong)typing << 40)));
        var queries = new List<SuggestQuery>(count);
        while (queries.Count < count)
        {
            var folded = Folding.Fold(DrawOne(typing, ref rolls));
            if (folded.Length > 0)
                queries.Add(new SuggestQuery(folded, SuggestQuery.DefaultSize));
        }
        return queries;
    }

    private string DrawOne(Typing typing, ref Rolls rolls) => typing switch
    {
        Typing.Letter => Beginning(1, 1, ref rolls),
        Typing.Few => Beginning(2, 3, ref rolls),
        Typing.Several => Beginning(4, 7, ref rolls),
        Typing.Many => Beginning(8, Longest, ref rolls),
        Typing.Mistyped => Mistype(Beginning(3, Longest, ref rolls), ref rolls),
        _ => rolls.Chance(0.2) ? DrawOne(Typing.Mistyped, ref rolls) : Beginning(1, Longest, ref rolls),
    };

    /// <summary>The first letters of a text, or mostly so: one in three begins at a later word.</summary>
    private string Beginning(int least, int most, ref Rolls rolls)
    {
        var text = rolls.Chance(0.6) ? vocabulary.Movies[rolls.Below(vocabulary.Movies.Count)].Title : vocabulary.Names[rolls.Below(vocabulary.Names.Count)];
        if (rolls.Chance(0.33) && text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
            text = text[(blank + 1)..];
        var letters = text.EnumerateRunes().Take(least + rolls.Below(most - least + 1));
        return string.Concat(letters.Select(letter => letter.ToString())).Trim();
    }

    private static string Mistype(string text, ref Rolls rolls)
    {
        var letters = new StringBuilder(text);
        for (var typos = text.Length >= 8 && rolls.Chance(0.5) ? 2 : 1; typos > 0 && letters.Length > 1; typos--)
        {
            var at = rolls.Below(letters.Length - 1);
            switch (rolls.Below(4))
            {
                case 0:
                    letters.Remove(at, 1);
                    break;
                case 1:
                    letters.Insert(at, (char)('a' + rolls.Below(26)));
                    break;
                case 2:
                    letters[at] = (char)('a' + rolls.Below(26));
                    break;
                default:
                    (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
                    break;
            }
        }
        return letters.ToString();
    }
}
