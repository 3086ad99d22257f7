using MovieGrains.Api.Cluster;
using MovieGrains.Catalog;
using MovieGrains.Http.Tests;

namespace MovieGrains.Api.Tests;

public sealed class WarmingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeCatalog _catalog = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ClusterAnswers_AsksForPagesAndForMovies()
    {
        await Warming().RunAsync(Ended).WaitAsync(Patience, Ended);
        Assert.NotNull(_catalog.Asked);
        Assert.NotNull(_catalog.AskedId);
    }

    [Fact]
    public async Task Run_ClusterIsAway_IsNoFailure()
    {
        _catalog.Failure = new CatalogUnavailableException("Nobody is there.");
        await Warming().RunAsync(Ended).WaitAsync(Patience, Ended);
        Assert.NotNull(_catalog.Asked);
    }

    [Fact]
    public async Task Run_ToldToStopWhileItWaits_Ends()
    {
        _catalog.Gate = new TaskCompletionSource().Task;
        using var stop = new CancellationTokenSource();
        var running = Warming().RunAsync(stop.Token);
        await _catalog.Reached.WaitAsync(Patience, Ended);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience, Ended));
    }

    private Warming Warming() => new(_catalog, new ReaderOptions { Slots = 8 });
}
