using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Whether a movie matches, from its own texts alone.</summary>
internal static class NaiveFilters
{
    /// <summary>The text filters of a query with their alternatives as <see cref="ByteText"/>.</summary>
    public static (TextField Field, string[] Alternatives)[] Texts(Query query) =>
        [.. query.Texts.Select(f => (f.Field, f.Alternatives.Select(a => ByteText.Of(a)).ToArray()))];

    public static bool Matches(
        NaiveMovie movie, Query query, (TextField Field, string[] Alternatives)[] texts, FacetDimension? except) =>
        query.Years.All(f => except is FacetDimension.Year or FacetDimension.Decade
            || f.Ranges.Any(r => r.First <= movie.Year && movie.Year <= r.Last))
        && texts.All(f => IsExcepted(f.Field, except) || Array.Exists(f.Alternatives, a => Matches(movie, f.Field, a)));

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
        TextField.Genre => Array.Exists(movie.Genres, t => string.Equals(t.Folded, text, StringComparison.Ordinal)),
        TextField.Cast => Array.Exists(movie.Cast, t => string.Equals(t.Folded, text, StringComparison.Ordinal)),
        TextField.Actor => Array.Exists(movie.Cast, t => t.Folded.Contains(text, StringComparison.Ordinal)),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
