using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>All twelve orders.</summary>
internal static class Sorts
{
    public static IReadOnlyList<Sort> All { get; } = [.. One(), .. Two()];

    private static IEnumerable<SortKey> Keys(SortField field) => [new SortKey(field, false), new SortKey(field, true)];

    private static IEnumerable<Sort> One() => Keys(SortField.Year).Concat(Keys(SortField.Title)).Select(k => new Sort([k]));

    private static IEnumerable<Sort> Two() =>
        from year in Keys(SortField.Year)
        from title in Keys(SortField.Title)
        from keys in new[] { new[] { year, title }, [title, year] }
        select new Sort([.. keys]);
}
