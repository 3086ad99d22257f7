using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Whether a movie matches, from its own texts alone.</summary>
internal static class NaiveFilters
{
    public static bool Matches(NaiveMovie movie, Query query, FacetDimension? except) =>
        query.Years.All(f => except is FacetDimension.Year or FacetDimension.Decade
            || f.Ranges.Any(r => r.First <= movie.Year && movie.Year <= r.Last))
        && query.Texts.All(f => IsExcepted(f.Field, except) || f.Alternatives.Any(a => Matches(movie, f.Field, ByteText.Of(a))));

    private static bool IsExcepted(TextField field, FacetDimension? except) => (field, except) switch
    {
        (TextField.Genre, FacetDimension.Genre) => true,
        (TextField.Cast, FacetDimension.Cast) => true,
        _ => false,
    };

    private static bool Matches(NaiveMovie movie, TextField field, string text) => field switch
    {
        TextField.Title => movie.Title.Contains(text, StringComparison.Ordinal),
        TextField.Name => string.Equals(movie.Title, text, StringComparison.Ordinal),
        TextField.Genre => movie.Genres.ContainsKey(text),
        TextField.Cast => movie.Cast.ContainsKey(text),
        TextField.Actor => movie.Cast.Keys.Any(n => n.Contains(text, StringComparison.Ordinal)),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
