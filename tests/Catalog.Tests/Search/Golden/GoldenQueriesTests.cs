using MovieGrains.Tests.Golden;

namespace MovieGrains.Catalog.Tests.Search.Golden;

/// <summary>The set itself: a query that can't be right measures nothing.</summary>
public sealed class GoldenQueriesTests
{
    /// <summary>The set only ever grows.</summary>
    private const int Least = 403;

    [Fact]
    public void Read_TheSet_HasAtLeastAsManyAsEver() => Assert.InRange(GoldenSet.Queries.Count, Least, int.MaxValue);

    [Fact]
    public void Read_TheSet_AsksNothingTwice() =>
        Assert.Empty(GoldenSet.Queries.GroupBy(query => query.Q, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.Key));

    [Fact]
    public void Read_TheSet_IsWholeInEveryQuery() =>
        Assert.All(GoldenSet.Queries, query =>
        {
            Assert.NotEmpty(query.Q);
            Assert.NotEmpty(query.Kind);
            Assert.NotEmpty(query.Why);
            Assert.NotEmpty(query.Expect);
            Assert.Contains(query.Within, (int[])[1, 3]);
        });
}
