using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>The order of movies, and of movies and cursors.</summary>
internal static class NaiveOrder
{
    public static int Compare(NaiveMovie left, NaiveMovie right, Sort sort) =>
        Compare(left, right.Year, right.Title, right.Id, sort);

    public static int Compare(NaiveMovie left, Cursor right, Sort sort) =>
        Compare(left, right.Year, ByteText.Of(right.Title), right.Id, sort);

    public static Cursor CursorAt(NaiveMovie movie, Sort sort) => new(
        movie.Year,
        sort.Keys.Any(k => k.Field == SortField.Title) ? ByteText.Bytes(movie.Title) : [],
        movie.Id);

    private static int Compare(NaiveMovie left, int year, string title, string id, Sort sort)
    {
        foreach (var key in sort.Keys)
        {
            var order = key.Field == SortField.Year ? left.Year.CompareTo(year) : string.CompareOrdinal(left.Title, title);
            if (order != 0)
                return key.Descending ? -order : order;
        }
        return string.CompareOrdinal(left.Id, id);
    }
}
