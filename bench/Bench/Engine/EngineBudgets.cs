using MovieGrains.Bench.Asking;

namespace MovieGrains.Bench.Engine;

/// <summary>What the engine promises.</summary>
internal static class EngineBudgets
{
    /// <summary>Movies per second, from JSON to searchable, the full-text index with it.</summary>
    public const double LoadRate = 50_000;

    /// <summary>Memory that stays, the full-text index with it, as a multiple of the JSON.</summary>
    public const double LiveRatio = 2.2;

    /// <summary>Memory while loading, as a multiple of the JSON.</summary>
    public const double PeakRatio = 3;

    /// <summary>Loading and memory are promised for a million movies. Below so many, compiling the code and what every process has
    /// outweigh the movies …</summary>
    public const int LoadFrom = 500_000;

    /// <summary>… and above so many, tables no longer fit the caches: measured too, but nothing is promised.</summary>
    public const int LoadTo = 2_000_000;

    /// <summary>What a query with a selective predicate may cost more at <see cref="LargestSize"/> than at the real set's size.</summary>
    public const double Growth = 10;

    /// <summary>The size up to which growth is promised.</summary>
    public const int LargestSize = 10_000_000;

    /// <summary>Shapes that name a selective predicate: at ten million movies a cast name has some hundreds, while a year has
    /// eighty thousand, and a genre, or a part of a title or name, some hundred thousands or millions.</summary>
    public static readonly Shape[] Selective = [Shape.Cast, Shape.CastTitleGenre];

    /// <summary>The p95 promised at a size of catalogue; null where none is.</summary>
    public static TimeSpan? P95(Shape shape, int movies)
    {
        var facets = shape == Shape.AllFacets;
        // Without another filter, part of a title or a name is promised nothing at this size: it may match a tenth of all.
        if (movies > 50_000 && shape is (Shape.Title or Shape.Actor))
            return null;
        return movies switch
        {
            <= 50_000 => TimeSpan.FromMicroseconds(facets ? 1000 : 50),
            <= 1_200_000 => TimeSpan.FromMicroseconds(facets ? 20_000 : 900),
            _ => null,
        };
    }

    /// <summary>The p95 promised for suggestions; null where none is.</summary>
    public static TimeSpan? SuggestP95(int movies) => movies <= 50_000 ? TimeSpan.FromMicroseconds(100) : null;

    /// <summary>The name of a way of typing in a table.</summary>
    public static string Name(Typing typing) => typing switch
    {
        Typing.Letter => "one letter",
        Typing.Few => "2–3 letters",
        Typing.Several => "4–7 letters",
        Typing.Many => "8–16 letters",
        Typing.Mistyped => "3–16 letters, mistyped",
        Typing.Mix => "1–16 letters, one in five mistyped",
        _ => throw new ArgumentOutOfRangeException(nameof(typing)),
    };
}
