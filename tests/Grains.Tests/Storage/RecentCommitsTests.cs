using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

public sealed class RecentCommitsTests
{
    private const int Commit = 100_000;

    [Fact]
    public void Read_AfterACommitThatIsKnown_IsWhatFollowsIt()
    {
        var recent = Filled(10, long.MaxValue);

        var (commits, last) = recent.Read(12, long.MaxValue)!.Value;
        Assert.Equal(15, last);
        Assert.Equal([13, 14, 15], commits.Select(c => (int)c[0]));
        Assert.Empty(recent.Read(15, 1)!.Value.Commits);
        Assert.Null(recent.Read(9, 1));
        Assert.Null(recent.Read(16, 1));
    }

    [Fact]
    public void Read_MoreThanAnAnswerTakes_IsTheFirstOfThemAndOneAtLeast()
    {
        var recent = Filled(10, long.MaxValue);

        Assert.Equal([11, 12], recent.Read(10, (2 * Commit) + 1)!.Value.Commits.Select(c => (int)c[0]));
        Assert.Equal([11], recent.Read(10, 1)!.Value.Commits.Select(c => (int)c[0]));
    }

    [Fact]
    public void Add_MoreThanIsRemembered_ForgetsTheOldest()
    {
        var recent = Filled(10, 3 * Commit);

        Assert.Null(recent.Read(11, 1));
        Assert.Equal(3, recent.Read(12, long.MaxValue)!.Value.Commits.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => recent.Add(17, [], 0));
    }

    private static RecentCommits Filled(long after, long most)
    {
        var recent = new RecentCommits(most);
        recent.StartAfter(after);
        for (var number = after + 1; number <= 15; number++)
        {
            var commit = new byte[Commit];
            commit[0] = (byte)number;
            recent.Add(number, commit, long.MaxValue);
        }
        return recent;
    }
}
