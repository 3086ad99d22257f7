using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Soak;

/// <summary>What is read: of twenty requests, thirteen of the mix, three full texts, three beginnings of what somebody types, and one
/// that wants every facet.</summary>
internal static class SoakReads
{
    /// <summary>Different requests: at 300 a second each comes around about once a minute.</summary>
    private const int Count = 20_000;

    /// <summary>Places that deep pages begin at.</summary>
    private const int Cursors = 200;

    private const int Mixed = 13, Texts = 16, Typed = 19, All = 20;

    /// <summary>Draws the requests.</summary>
    public static async Task<List<string>> DrawAsync(Uri server, MovieFeed feed, ulong seed, CancellationToken cancellation)
    {
        using var probe = new AnswerProbe(server);
        var vocabulary = Vocabulary.Of(feed, seed);
        var mix = new QueryMix(vocabulary, await probe.CursorsAsync(Cursors, seed, cancellation), seed);
        var mixed = mix.Draw(Shape.Mix, Count);
        var facets = mix.Draw(Shape.AllFacets, Count / All);
        var rolls = new Rolls(seed);
        var paths = new List<string>(Count);
        while (paths.Count < Count)
        {
            paths.Add(rolls.Below(All) switch
            {
                < Mixed => mixed[paths.Count].ToPath(),
                < Texts => "/movies?q=" + Uri.EscapeDataString(Words(vocabulary, ref rolls)),
                < Typed => "/suggest?prefix=" + Uri.EscapeDataString(Beginning(vocabulary, ref rolls)),
                _ => facets[paths.Count % facets.Count].ToPath(),
            });
        }
        return paths;
    }

    /// <summary>One to three words of a title, and one in three times a name of the same movie.</summary>
    private static string Words(Vocabulary vocabulary, ref Rolls rolls)
    {
        var movie = vocabulary.Movies[rolls.Below(vocabulary.Movies.Count)];
        var words = string.Join(' ', movie.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(1 + rolls.Below(3)));
        return rolls.Below(3) == 0 ? $"{words} {movie.Cast[0]}" : words;
    }

    private static string Beginning(Vocabulary vocabulary, ref Rolls rolls)
    {
        var title = vocabulary.Movies[rolls.Below(vocabulary.Movies.Count)].Title;
        return string.Concat(title.EnumerateRunes().Take(1 + rolls.Below(10)).Select(static letter => letter.ToString()));
    }
}
