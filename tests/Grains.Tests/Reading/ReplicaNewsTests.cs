using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>What a replica learns while the directory, or an owner, does not answer.</summary>
public sealed class ReplicaNewsTests
{
    private static readonly ReplicaOptions Options = new();
    private readonly FakeYears years = new();
    private readonly YearVersions versions = new();
    private readonly ManualTime time = new();
    private readonly ReplicaNews news;

    public ReplicaNewsTests() => news = new ReplicaNews(years, versions, static _ => true, Options, time, NullLogger.Instance);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_DirectoryHangs_OwnersTellAndItIsNotWaitedForAgainAtOnce()
    {
        await KnowAsync(1999, 2000);
        years.IsDirectoryHung = true;
        await WriteAsync(1999);
        Assert.Empty(versions.Stale);
        await PassAsync();
        Assert.Equal([1999], versions.Stale);

        // No time passes in this one: it is not waited for.
        await WriteAsync(2000);
        await news.ReadAsync(isWaited: true, Ended);
        Assert.Equal([1999, 2000], versions.Stale);
        time.Advance(Options.NewsAgain);
        await PassAsync();

        // It answers again, and is asked first.
        years.IsDirectoryHung = false;
        time.Advance(Options.NewsAgain);
        await WriteAsync(2001);
        await news.ReadAsync(isWaited: true, Ended);
        Assert.Equal([1999, 2000, 2001], versions.Stale);
    }

    [Fact]
    public async Task ReadAsync_DirectoryAndAnOwnerHang_TheOtherOwnersTell()
    {
        await KnowAsync(1999, 2000);
        (years.IsDirectoryHung, years.HungYear) = (true, 1999);
        await WriteAsync(2000);
        var pass = PassAsync();
        await time.SetAsync(Options.NewsLimit).WaitAsync(Limit, Ended);
        while (!pass.IsCompleted)
        {
            time.Advance(Options.NewsLimit);
            await Task.Yield();
        }
        await pass;
        Assert.Equal([2000], versions.Stale);
    }

    [Fact]
    public async Task ReadAsync_NothingHasBeenReadYet_WaitsForTheDirectory()
    {
        years.IsDirectoryHung = true;
        var pass = news.ReadAsync(isWaited: false, Ended);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(pass.IsCompleted);
    }

    [Fact]
    public async Task AskAsync_OwnerIsSilent_IsLeftOutForAMomentAndGivenMoreTimeAtLast()
    {
        var owners = new SilentOwners(time);
        var asked = 0;
        Task<int> AskAsync() => owners.AskAsync(1999, isAll: false, _ => ++asked < 8 ? new TaskCompletionSource<int>().Task : Task.FromResult(5), Ended);
        foreach (var limit in (double[])[0.5, 0.5, 0.5, 0.5, 0.5, 1, 2])
        {
            var answer = AskAsync();
            time.Advance(TimeSpan.FromSeconds(limit) - TimeSpan.FromTicks(1));
            Assert.False(answer.IsCompleted);
            time.Advance(TimeSpan.FromTicks(1));
            await Assert.ThrowsAsync<TimeoutException>(() => answer);
            var before = asked;
            await Assert.ThrowsAsync<TimeoutException>(AskAsync);
            Assert.Equal(before, asked);
            time.Advance(SilentOwners.Pause);
        }
        Assert.Equal(5, await AskAsync());
        Assert.Equal(5, await AskAsync());
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>One pass in which the directory is waited for in vain: 250 ms.</summary>
    private async Task PassAsync()
    {
        var pass = news.ReadAsync(isWaited: true, Ended);
        await time.SetAsync(Options.NewsLimit).WaitAsync(Limit, Ended);
        time.Advance(Options.NewsLimit);
        if (years.HungYear == 0)
            await pass.WaitAsync(Limit, Ended);
        else
            await pass;
    }

    private async Task KnowAsync(params int[] known)
    {
        foreach (var year in known)
            await WriteAsync(year);
        await news.ReadAsync(isWaited: true, Ended);
        foreach (var year in known)
        {
            var pull = new YearPull(years, versions.Held(year));
            await pull.RunAsync(Ended);
            versions.Hold(pull.Version);
        }
        Assert.Empty(versions.Stale);
    }

    private async Task WriteAsync(int year) =>
        await years.FeedAsync(SourceFile.At(++written, $$"""{"title":"Movie {{written}}","year":{{year}}}"""));

    private int written;
}
