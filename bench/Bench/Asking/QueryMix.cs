using System.Text;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Asking;

/// <summary>Makes queries of each shape, with values drawn over the whole vocabulary so that no cache can hide the engine.</summary>
/// <param name="vocabulary">The values.</param>
/// <param name="cursors">Cursors at random places of the unfiltered list, as answers gave them out; none, no deep pages.</param>
/// <param name="seed">Another seed gives other queries.</param>
internal sealed class QueryMix(Vocabulary vocabulary, IReadOnlyList<string> cursors, ulong seed)
{
    /// <summary>Of the mixed queries, one in ten asks for another order.</summary>
    private const double SortedShare = 0.1;

    /// <summary>Parts of words and names that are asked for have from so many letters …</summary>
    private const int MinLetters = 2;

    /// <summary>… to so many.</summary>
    private const int MaxLetters = 8;

    /// <summary>So many queries of a shape.</summary>
    public List<Ask> Draw(Shape shape, int count)
    {
        var rolls = new Rolls(Rolls.Mix(seed + ((ulong)shape << 32)));
        var asks = new List<Ask>(count);
        for (var i = 0; i < count; i++)
            asks.Add(DrawOne(shape, ref rolls));
        return asks;
    }

    private Ask DrawOne(Shape shape, ref Rolls rolls) => shape switch
    {
        Shape.Year => new Ask { Year = Pick(vocabulary.Years, ref rolls) },
        Shape.YearGenre => new Ask { Year = Pick(vocabulary.Years, ref rolls), Genre = Pick(vocabulary.Genres, ref rolls) },
        Shape.Cast => new Ask { Cast = Pick(vocabulary.Names, ref rolls) },
        Shape.Actor => new Ask { Actor = Part(Pick(vocabulary.Names, ref rolls), ref rolls) },
        Shape.Title => new Ask { Title = WordOrPart(Pick(vocabulary.Movies, ref rolls).Title, ref rolls) },
        Shape.FourFilters => DrawFour(ref rolls),
        Shape.TitleGenre => DrawFour(ref rolls) with { Actor = null, Year = null },
        Shape.CastTitleGenre => DrawCastTitleGenre(ref rolls),
        Shape.DeepPage => new Ask { Cursor = Pick(cursors, ref rolls) },
        Shape.AllFacets => DrawFacets(ref rolls),
        Shape.Mix => DrawMixed(ref rolls),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private Ask DrawMixed(ref Rolls rolls)
    {
        var ask = DrawOne(Shapes.Mixed[rolls.Below(Shapes.Mixed.Length)], ref rolls);
        // A cursor is bound to the order that it was given out for.
        if (ask.Cursor is not null || !rolls.Chance(SortedShare))
            return ask;
        return ask with { Sort = Ask.Sorts[rolls.Below(Ask.Sorts.Length)] };
    }

    private Ask DrawFour(ref Rolls rolls)
    {
        var movie = Pick(vocabulary.Movies, ref rolls);
        return new Ask
        {
            Title = WordOrPart(movie.Title, ref rolls),
            Actor = WordOrPart(Pick(movie.Cast, ref rolls), ref rolls),
            Genre = Pick(movie.Genres, ref rolls),
            Year = movie.Year,
        };
    }

    private Ask DrawCastTitleGenre(ref Rolls rolls)
    {
        var movie = Pick(vocabulary.Movies, ref rolls);
        return new Ask
        {
            Cast = Pick(movie.Cast, ref rolls),
            Title = WordOrPart(movie.Title, ref rolls),
            Genre = Pick(movie.Genres, ref rolls),
        };
    }

    /// <summary>Facets over everything, over a genre, and mostly over the titles that contain something.</summary>
    private Ask DrawFacets(ref Rolls rolls)
    {
        var kind = rolls.Below(10);
        if (kind == 0)
            return new Ask { Facets = true };
        if (kind <= 4)
            return new Ask { Facets = true, Genre = Pick(vocabulary.Genres, ref rolls) };
        return new Ask { Facets = true, Title = WordOrPart(Pick(vocabulary.Movies, ref rolls).Title, ref rolls) };
    }

    private static string WordOrPart(string text, ref Rolls rolls)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rolls.Chance(0.5) ? Pick(words, ref rolls) : Part(text, ref rolls);
    }

    /// <summary>Some letters in a row, of one word or across a blank; the whole of a shorter text.</summary>
    private static string Part(string text, ref Rolls rolls)
    {
        var runes = text.EnumerateRunes().ToArray();
        var length = Math.Min(runes.Length, MinLetters + rolls.Below(MaxLetters - MinLetters + 1));
        var start = rolls.Below(runes.Length - length + 1);
        var part = new StringBuilder();
        foreach (var rune in runes.AsSpan(start, length))
            part.Append(rune.ToString());
        var trimmed = part.ToString().Trim();
        return trimmed.Length > 0 ? trimmed : text;
    }

    private static T Pick<T>(IReadOnlyList<T> values, ref Rolls rolls) =>
        values.Count > 0 ? values[rolls.Below(values.Count)] : throw new BenchException("The catalogue holds nothing to ask for.");
}
