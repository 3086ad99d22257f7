using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Tests;

public class ZipfRanksTests
{
    [Fact]
    public void Draw_ManyTimes_FollowsTheWeights()
    {
        const int count = 1000, draws = 2_000_000;
        var ranks = new ZipfRanks(count, exponent: 1, offset: 10);
        var seen = new int[count];
        var rolls = new Rolls(3);
        for (var i = 0; i < draws; i++)
            seen[ranks.Draw(ref rolls)]++;
        var sum = Enumerable.Range(1, count).Sum(rank => 1.0 / (rank + 10));
        foreach (var rank in new[] { 1, 2, 10 })
            Assert.InRange(seen[rank - 1], 0.95 * draws / (rank + 10) / sum, 1.05 * draws / (rank + 10) / sum);
        Assert.DoesNotContain(0, seen);
    }

    [Fact]
    public void Draw_OneRank_IsAlwaysIt()
    {
        var rolls = new Rolls(3);
        Assert.Equal(0, new ZipfRanks(1, exponent: 1, offset: 0).Draw(ref rolls));
    }
}
