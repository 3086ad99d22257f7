using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class QueryPlanTests
{
    private static readonly int[] Known = [1950, 1951, 1960, 1999];

    [Fact]
    public void YearsOf_Filters_IsWhatAllOfThemLeave()
    {
        var query = new Query { Years = [new YearFilter([new YearRange(1, 1950), new YearRange(1960, 9999)]), new YearFilter([new YearRange(1950, 1970)])] };
        Assert.Equal([1950, 1960], QueryPlan.YearsOf(query, Known));
        Assert.Equal(Known, QueryPlan.YearsOf(new Query(), Known));
    }

    [Theory]
    [InlineData(FacetDimension.Year)]
    [InlineData(FacetDimension.Decade)]
    public void YearsOf_FacetThatLeavesTheFilterOut_IsAllOfThem(FacetDimension dimension)
    {
        var query = new Query { Years = [new YearFilter([new YearRange(1999, 1999)])], Facets = [new FacetRequest(dimension, true)] };
        Assert.Equal(Known, QueryPlan.YearsOf(query, Known));
        Assert.Equal([1999], QueryPlan.YearsOf(query with { Facets = [new FacetRequest(dimension, false)] }, Known));
    }

    [Fact]
    public void PartitionOf_CastAndGenre_IsTheBucketOfTheName()
    {
        var query = new Query { Texts = [Filter(TextField.Genre, "Drama"), Filter(TextField.Cast, "Zasu Pitts")] };
        Assert.Equal(new PartitionKey(null, PartitionFilter.BucketOf("zasu pitts"u8), 0, 0), QueryPlan.PartitionOf(query));
        var others = query with { Facets = [new FacetRequest(FacetDimension.Cast, true)] };
        Assert.Equal(new PartitionKey("drama", 0, 0, 0), QueryPlan.PartitionOf(others));
        Assert.Null(QueryPlan.PartitionOf(others with { Facets = [new FacetRequest(FacetDimension.Cast, true), new FacetRequest(FacetDimension.Genre, true)] }));
    }

    [Fact]
    public void PartitionOf_AlternativesOrSubstrings_IsNone()
    {
        Assert.Null(QueryPlan.PartitionOf(new Query()));
        Assert.Null(QueryPlan.PartitionOf(new Query { Texts = [Filter(TextField.Genre, "Drama", "Comedy")] }));
        Assert.Null(QueryPlan.PartitionOf(new Query { Texts = [Filter(TextField.Actor, "Zasu"), Filter(TextField.Title, "a"), Filter(TextField.Name, "b")] }));
        Assert.NotNull(QueryPlan.PartitionOf(new Query { Texts = [Filter(TextField.Genre, "Drama", "Comedy"), Filter(TextField.Genre, "Horror")] }));
    }

    private static TextFilter Filter(TextField field, params string[] values) => new(field, [.. values.Select(v => Folding.Fold(v))]);
}
