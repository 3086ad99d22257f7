using MovieGrains.Tests.Golden;

namespace MovieGrains.Catalog.Tests.Search.Golden;

/// <summary>The golden queries over the Wikipedia set: what people type into a movie search, and what they mean.</summary>
/// <remarks>
/// They were written before there was an engine, from what people type and not from what an engine finds. They are added to, never
/// taken away; an expectation is changed only where it is plainly wrong, and the commit says why.
/// </remarks>
internal static class GoldenSet
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoldenQuery> Queries { get; } =
        GoldenQuery.Read(Path.Combine(AppContext.BaseDirectory, "golden-queries.json"));
}
