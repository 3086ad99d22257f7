using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class ReplicaTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeYears years = new();
    private readonly Replica replica;
    private readonly CancellationTokenSource end = new();
    private Task running = Task.CompletedTask;

    public ReplicaTests() => replica = new Replica(
        years, new ReplicaOptions { Interval = TimeSpan.FromMilliseconds(2) }, TimeProvider.System, NullLogger<Replica>.Instance);

    [Fact]
    public async Task Run_EmptyCatalogue_IsReady()
    {
        await StartAsync();
        Assert.Equal(0, replica.Store.Status.Movies);
    }

    [Fact]
    public async Task Run_RandomFilesWithFailuresAndForgetting_IsTheOneStoreOfAll()
    {
        var dice = new Dice(11);
        var records = new RecordSource(dice, 12, 3);
        await using var whole = new Catalog.Store.CatalogStore(TimeProvider.System, compactInBackground: false);
        await StartAsync();
        for (var step = 0; step < 60; step++)
        {
            var files = records.Files(dice.Between(1, 3), 6).ToArray();
            await whole.LoadAsync(files);
            years.IsDeaf = dice.Chance(0.2);
            var versions = await years.FeedAsync(files);
            if (dice.Chance(0.2))
                years.FailuresLeft = dice.Between(1, 4);
            if (dice.Chance(0.1))
                years.ForgetVersions();
            if (dice.Chance(0.1))
                years.ForgetCommits(versions[0].Year);
            if (dice.Chance(0.3))
                await SeeAsync(versions);
        }
        years.IsDeaf = false;
        years.ForgetVersions();
        var expected = await whole.DocumentsAsync();
        await UntilAsync(async () => expected.SequenceEqual(await replica.Store.DocumentsAsync()));
    }

    [Fact]
    public async Task Has_OwnWrite_IsSeenThoughTheDirectoryHeardNothing()
    {
        await years.FeedAsync(SourceFile.At(1, """{"title":"The Matrix","year":1999}"""));
        await StartAsync();
        years.IsDeaf = true;
        await SeeAsync(await years.FeedAsync(SourceFile.At(2, """{"title":"Fight Club","year":1999}""")));
        Assert.Equal(2, replica.Store.Status.Movies);
    }

    [Fact]
    public async Task Has_OwnWriteOfANewYear_IsSeen()
    {
        await StartAsync();
        for (var year = 1990; year < 2000; year++)
        {
            await SeeAsync(await years.FeedAsync(SourceFile.At(1, $$"""{"title":"Movie","year":{{year}}}""")));
            Assert.Equal(year - 1989, replica.Store.Status.Movies);
        }
    }

    [Fact]
    public async Task Has_YearThatWasMadeUp_AsksNoOwnerAndHoldsUpNobody()
    {
        var versions = await years.FeedAsync(SourceFile.At(1, """{"title":"The Matrix","year":1999}"""));
        await StartAsync();
        await SeeAsync([versions[0], versions[0] with { Year = 1800 }, new YearVersion(9999, 1, long.MaxValue)]);
        Assert.Equal(1, replica.Store.Status.Movies);
        Assert.Empty(years.MadeUp);
        Assert.False(replica.Knows(1800));
    }

    [Fact]
    public async Task Has_YearThatIsNotKnownWhileTheDirectoryIsMissing_IsNotTakenForMadeUp()
    {
        await years.FeedAsync(SourceFile.At(1, """{"title":"The Matrix","year":1999}"""));
        await StartAsync();
        years.IsDirectoryHung = true;
        var versions = await years.FeedAsync(SourceFile.At(2, """{"title":"Heat","year":1995}"""));
        using var limit = new CancellationTokenSource();
        var seeing = replica.HasAsync(versions, limit.Token);
        await UntilAsync(() => Task.FromResult(years.Pulls > 5));
        Assert.False(seeing.IsCompleted);
        await limit.CancelAsync();
        Assert.False(await seeing.WaitAsync(Limit));
        Assert.Empty(years.MadeUp);
    }

    [Fact]
    public async Task Has_OwnerDoesNotAnswer_IsFalseInTime()
    {
        await StartAsync();
        var versions = await years.FeedAsync(SourceFile.At(1, """{"title":"The Matrix","year":1999}"""));
        var release = new TaskCompletionSource();
        years.Gate = release.Task;
        using var limit = new CancellationTokenSource();
        var seeing = replica.HasAsync([versions[0] with { Version = 1_000 }], limit.Token);
        await limit.CancelAsync();
        Assert.False(await seeing.WaitAsync(Limit));
        release.SetResult();
    }

    [Fact]
    public async Task Has_VersionThatWasMadeUp_IsNotWaitedForByAnybodyElse()
    {
        await StartAsync();
        var versions = await years.FeedAsync(SourceFile.At(1, """{"title":"The Matrix","year":1999}"""));
        using var limit = new CancellationTokenSource();
        var seeing = replica.HasAsync([versions[0] with { Version = long.MaxValue }], limit.Token);
        await SeeAsync(versions);
        await limit.CancelAsync();
        Assert.False(await seeing.WaitAsync(Limit));
        await UntilAsync(() => Task.FromResult(replica.Behind == TimeSpan.Zero));
    }

    [Fact]
    public async Task Run_LostAnnouncement_IsMadeGoodByAskingInTurn()
    {
        await years.FeedAsync(SourceFile.At(1, """{"title":"One","year":1999}"""));
        await StartAsync();
        years.IsDeaf = true;
        await years.FeedAsync(SourceFile.At(2, """{"title":"Two","year":1999}"""));
        await UntilAsync(() => Task.FromResult(replica.Store.Status.Movies == 2));
    }

    [Fact]
    public async Task CatchUp_DirectoryHasNotHeardYet_HoldsWhatOwnersHave()
    {
        for (var year = 1950; year < 2000; year++)
            await years.FeedAsync(SourceFile.At(1, $$"""{"title":"One","year":{{year}}}"""));
        await StartAsync();
        years.IsDeaf = true;
        for (var round = 2; round < 8; round++)
        {
            for (var year = 1950; year < 2000; year++)
                await years.FeedAsync(SourceFile.At(round, $$"""{"title":"Movie {{round}}","year":{{year}}}"""));
            await replica.CatchUpAsync(end.Token).WaitAsync(Limit);
            Assert.Equal(50 * round, replica.Store.Status.Movies);
        }
    }

    [Fact]
    public async Task Run_RecordTakenFromABackup_ReplacesWhatWasHeld()
    {
        await years.FeedAsync(SourceFile.At(1, """{"title":"One","year":1999}""", """{"title":"Kept","year":2000}"""));
        await StartAsync();
        years.Renew(1999, SourceFile.At(1, """{"title":"Older","year":1999}"""));
        await UntilAsync(async () => string.Join('|', await replica.Store.DocumentsAsync()) is var all
            && all.Contains("Older", StringComparison.Ordinal) && !all.Contains("One", StringComparison.Ordinal) && all.Contains("Kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingNew_MakesNoNewGeneration()
    {
        await years.FeedAsync(SourceFile.At(1, """{"title":"One","year":1999}"""));
        await StartAsync();
        var generation = replica.Store.Status.Generation;
        var pulls = years.Pulls;
        years.ForgetVersions();
        await UntilAsync(() => Task.FromResult(years.Pulls > pulls + 5));
        Assert.Equal(generation, replica.Store.Status.Generation);
        Assert.Equal(TimeSpan.Zero, replica.Behind);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        await replica.DisposeAsync();
        end.Dispose();
    }

    private async Task StartAsync()
    {
        running = replica.RunAsync(end.Token);
        await replica.Ready.WaitAsync(Limit);
    }

    private async Task SeeAsync(YearVersion[] versions)
    {
        using var limit = new CancellationTokenSource(Limit);
        Assert.True(await replica.HasAsync(versions, limit.Token));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
