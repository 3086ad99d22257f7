using MovieGrains.Bench.Soak;

namespace MovieGrains.Bench.Tests.Soak;

public class TrendTests
{
    [Fact]
    public void Of_PointsOfALine_IsThatLine()
    {
        var trend = Trend.Of([.. Enumerable.Range(0, 10).Select(i => ((double)i, 100.0 + (3 * i)))]);

        Assert.Equal(100, trend.First, 1e-9);
        Assert.Equal(127, trend.Last, 1e-9);
        Assert.Equal(27, trend.Growth, 1e-9);
    }

    [Fact]
    public void Of_TimesThatDoNotBeginAtZero_IsOfThoseTimes() =>
        Assert.Equal(20, Trend.Of([(60, 10), (120, 20), (180, 30)]).Growth, 1e-9);

    [Fact]
    public void Of_PeaksWhereverTheyAre_IsNotMovedByThem()
    {
        (double, double)[] points = [.. Enumerable.Range(0, 20).Select(i => ((double)i, i is 4 or 18 or 19 ? 500.0 : 100))];

        Assert.Equal(0, Trend.Of(points).Growth, 1e-9);
    }

    [Fact]
    public void Of_OnePoint_IsFlat() => Assert.Equal(new Trend(7, 7), Trend.Of([(5, 7)]));

    [Fact]
    public void Of_NoPoints_IsZero() => Assert.Equal(0, Trend.Of([]).Growth);

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 4 }, 4)]
    [InlineData(new double[] { 4, 1, 2, 9 }, 3)]
    public void Median_OfValues_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, Trend.Median([.. values]));
}
