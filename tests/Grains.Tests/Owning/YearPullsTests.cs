using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Owning;
using MovieGrains.Grains.Storage;
using MovieGrains.Grains.Tests.Storage;

namespace MovieGrains.Grains.Tests.Owning;

public sealed class YearPullsTests
{
    private readonly MemoryRows rows = new();

    [Fact]
    public async Task AnswerAsync_LargeImage_ComesInRunsOfWhichTheOwnerMayChangeInBetween()
    {
        await using var record = await Records.OpenAsync(rows);
        await record.LoadAsync(Enumerable.Range(1, 300).Select(i => Records.Movie(i, $"M{i}", 200)));
        await using var replica = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var replay = replica.BeginReplay();
        var pulls = new YearPulls(1999, record, 20_000);
        var first = await pulls.AnswerAsync(new PullRequest(0, 0, 0), CancellationToken.None);
        replay.Clear(1999);
        Read(replay, first);
        var answers = 1;
        for (var next = first.NextRun; next != 0; answers++)
        {
            await record.LoadAsync(Records.Movie(1000 + answers, $"M{answers}", 100)); // While it is pulled.
            var answer = await pulls.AnswerAsync(new PullRequest(0, 0, next), CancellationToken.None);
            Assert.True(answer.IsImage);
            Read(replay, answer);
            next = answer.NextRun;
        }
        Assert.InRange(answers, 4, 64);
        var later = await pulls.AnswerAsync(new PullRequest(first.Version.Epoch, first.Version.Version, 0), CancellationToken.None);
        Assert.False(later.IsImage);
        Read(replay, later);
        await replay.CommitAsync(CancellationToken.None);

        Assert.Equal(record.Number, later.Version.Version);
        Assert.Equal(await record.Store.DocumentsAsync(), await replica.DocumentsAsync());
    }

    [Fact]
    public async Task AnswerAsync_MoreCommitsThanAnAnswerTakes_SaysThatMoreFollow()
    {
        await using var record = await Records.OpenAsync(rows);
        for (var i = 1; i <= 5; i++)
            await record.LoadAsync(Records.Movie(i, $"M{i}", 1000));
        var pulls = new YearPulls(1999, record, 2500);

        var answer = await pulls.AnswerAsync(new PullRequest(record.Epoch, 1, 0), CancellationToken.None);
        Assert.Equal((false, true, 3L, 2), (answer.IsImage, answer.HasMore, answer.Version.Version, answer.Runs.Length));
        var rest = await pulls.AnswerAsync(new PullRequest(record.Epoch, 3, 0), CancellationToken.None);
        Assert.Equal((false, 5L), (rest.HasMore, rest.Version.Version));
    }

    [Fact]
    public async Task AnswerAsync_AskerHasMoreThanIsHere_IsTheImageOnlyIfNobodyElseHasTheRecord()
    {
        await using var stale = await Records.OpenAsync(rows);
        await stale.LoadAsync(Records.Movie(1, "A"));
        var pulls = new YearPulls(1999, stale, 1 << 20);
        Assert.True((await pulls.AnswerAsync(new PullRequest(stale.Epoch, 2, 0), CancellationToken.None)).IsImage);
        await using var owner = await Records.OpenAsync(rows);
        await owner.LoadAsync(Records.Movie(2, "B"));

        await Assert.ThrowsAsync<RecordLostException>(
            async () => await pulls.AnswerAsync(new PullRequest(stale.Epoch, 2, 0), CancellationToken.None));
        Assert.True(stale.IsLost);
    }

    [Fact]
    public async Task AnswerAsync_RunThatThereIsNot_Throws()
    {
        await using var record = await Records.OpenAsync(rows);
        await record.LoadAsync(Records.Movie(1, "A"));
        var pulls = new YearPulls(1999, record, 1 << 20);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await pulls.AnswerAsync(new PullRequest(0, 0, 5), CancellationToken.None));
    }

    private static void Read(ICatalogReplay replay, PulledItems answer)
    {
        foreach (var run in answer.Runs)
            replay.ReadRun(run);
    }
}
