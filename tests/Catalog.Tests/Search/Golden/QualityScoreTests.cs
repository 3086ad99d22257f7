using MovieGrains.Tests.Golden;

namespace MovieGrains.Catalog.Tests.Search.Golden;

public sealed class QualityScoreTests
{
    [Fact]
    public void Add_MovieFirst_CountsWhole()
    {
        var score = Scored(Asking(["a"]), "a", "b");
        Assert.Equal(1, score.MeanReciprocalRank);
        Assert.Equal(1, score.SuccessAtThree);
        Assert.Empty(score.Misses);
    }

    [Fact]
    public void Add_SeveralAcceptable_TheFirstOfThemCounts()
    {
        var score = Scored(Asking(["z", "c", "b"]), "a", "b", "c");
        Assert.Equal(0.5, score.MeanReciprocalRank);
    }

    [Fact]
    public void Add_MovieThird_IsSuccessButNotFirst()
    {
        var score = Scored(Asking(["c"]), "a", "b", "c");
        Assert.Equal(1 / 3d, score.MeanReciprocalRank);
        Assert.Equal(1, score.SuccessAtThree);
        Assert.Equal((3, "a"), (Assert.Single(score.Misses).Rank, score.Misses[0].First));
    }

    [Fact]
    public void Add_MovieThirdWhereThreeAreAskedFor_IsNoMiss() =>
        Assert.Empty(Scored(Asking(["c"], within: 3), "a", "b", "c").Misses);

    [Fact]
    public void Add_MovieFourth_IsNoSuccess()
    {
        var score = Scored(Asking(["d"], within: 3), "a", "b", "c", "d");
        Assert.Equal(0.25, score.MeanReciprocalRank);
        Assert.Equal(0, score.SuccessAtThree);
        Assert.Single(score.Misses);
    }

    [Fact]
    public void Add_MovieBeyondTheDepth_IsNotFound()
    {
        var found = Enumerable.Range(0, QualityScore.Depth + 1).Select(i => $"{i}").ToArray();
        Assert.Equal(0.1, Scored(Asking(["9"]), found).MeanReciprocalRank);
        var score = Scored(Asking(["10"]), found);
        Assert.Equal(0, score.MeanReciprocalRank);
        Assert.Null(Assert.Single(score.Misses).Rank);
    }

    [Fact]
    public void Add_NothingFound_IsAMissWithoutAFirst() =>
        Assert.Equal(new GoldenMiss(Asked, null, null), Assert.Single(Scored(Asked).Misses));

    [Fact]
    public void Add_SeveralQueries_AreAveraged()
    {
        var score = new QualityScore();
        score.Add(Asked, ["a"]);
        score.Add(Asked, ["b", "a"]);
        score.Add(Asked, []);
        Assert.Equal(3, score.Queries);
        Assert.Equal(0.5, score.MeanReciprocalRank);
        Assert.Equal(2 / 3d, score.SuccessAtThree);
    }

    [Fact]
    public void Figures_NoQueries_AreNought()
    {
        var score = new QualityScore();
        Assert.Equal((0, 0), (score.MeanReciprocalRank, score.SuccessAtThree));
    }

    private static readonly GoldenQuery Asked = Asking(["a"]);

    private static GoldenQuery Asking(string[] expect, int within = 1) => new("q", "kind", expect, within, "why");

    private static QualityScore Scored(GoldenQuery query, params string[] found)
    {
        var score = new QualityScore();
        score.Add(query, found);
        return score;
    }
}
