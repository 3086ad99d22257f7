using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class PullsUnderWayTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeYears years = new();
    private readonly PullsUnderWay pulls;
    private readonly CancellationTokenSource end = new();

    public PullsUnderWayTests() => pulls = new PullsUnderWay(years);

    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
    }

    [Fact]
    public async Task Ended_OneOwnerIsSilent_GivesTheOthersInOrder()
    {
        await FeedAsync(2001, 1999, 2000);
        years.HungYear = 2000;
        foreach (var year in new[] { 2001, 2000, 1999 })
            Assert.True(pulls.TryBegin(new YearVersion(year, 0, 0), end.Token));
        var ended = new List<int>();
        while (ended.Count < 2)
            ended.AddRange((await pulls.EndedAsync(TimeSpan.FromMilliseconds(20), TimeProvider.System, end.Token)).Select(static pull => pull.Year));
        Assert.Equal([1999, 2001], ended.Order());
        Assert.Equal((1, true, false), (pulls.Count, pulls.Has(2000), pulls.Has(1999)));
    }

    [Fact]
    public async Task Ended_AllHaveAnswered_DoesNotWait()
    {
        await FeedAsync(1999, 2000);
        Assert.True(pulls.TryBegin(new YearVersion(2000, 0, 0), end.Token));
        Assert.True(pulls.TryBegin(new YearVersion(1999, 0, 0), end.Token));
        var ended = await pulls.EndedAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token).WaitAsync(Limit);
        Assert.Equal([1999, 2000], ended.Select(static pull => pull.Year));
        Assert.All(ended, static pull => Assert.True(pull.HasNews));
        Assert.Equal(0, pulls.Count);
    }

    [Fact]
    public async Task Ended_OwnerFails_IsGivenWithWhy()
    {
        await FeedAsync(1999);
        years.FailuresLeft = 1;
        Assert.True(pulls.TryBegin(new YearVersion(1999, 0, 0), end.Token));
        var pull = Assert.Single(await pulls.EndedAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token).WaitAsync(Limit));
        Assert.IsType<TimeoutException>(pull.Failure);
    }

    /// <summary>Images take memory, and news hardly any: that some owners send images holds up no news.</summary>
    [Fact]
    public void TryBegin_EnoughOfAKind_IsLaterAndDoesNotHoldUpTheOther()
    {
        years.Gate = new TaskCompletionSource().Task;
        var images = Enumerable.Range(1000, 20).Count(year => pulls.TryBegin(new YearVersion(year, 0, 0), end.Token));
        var news = Enumerable.Range(2000, 400).Count(year => pulls.TryBegin(new YearVersion(year, 7, 3), end.Token));
        Assert.Equal((8, 256, 8 + 256), (images, news, pulls.Count));
    }

    [Fact]
    public async Task Ended_ToldToStop_Throws()
    {
        years.Gate = new TaskCompletionSource().Task;
        Assert.True(pulls.TryBegin(new YearVersion(1999, 0, 0), end.Token));
        var waiting = pulls.EndedAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));
    }

    private async Task FeedAsync(params int[] all)
    {
        foreach (var year in all)
            await years.FeedAsync(SourceFile.At(year, $$"""{"title":"M","year":{{year}}}"""));
    }
}
