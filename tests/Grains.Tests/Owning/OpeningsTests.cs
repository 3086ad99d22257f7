using MovieGrains.Grains.Owning;

namespace MovieGrains.Grains.Tests.Owning;

public sealed class OpeningsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Openings openings = new();

    public void Dispose() => openings.Dispose();

    [Fact]
    public async Task InTurn_ManyAtOnce_AFewRunAndAllGetTheirTurn()
    {
        int running = 0, most = 0;
        var gate = new Lock();
        var both = new TaskCompletionSource();
        var all = Task.WhenAll(Enumerable.Range(0, 50).Select(number => openings.InTurnAsync(() => OpenAsync(number), TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 50), await all.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(Math.Max(2, Environment.ProcessorCount / 2), most);

        async Task<int> OpenAsync(int number)
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
                if (running > 1)
                    both.TrySetResult();
            }
            await both.Task;
            await Task.Yield();
            lock (gate)
                running--;
            return number;
        }
    }

    [Fact]
    public async Task InTurn_OneFails_ItsTurnIsTheNexts()
    {
        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => openings.InTurnAsync<int>(() => throw new TimeoutException(), TestContext.Current.CancellationToken));
        Assert.Equal(7, await openings.InTurnAsync(static () => Task.FromResult(7), TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task InTurn_GivenUpWhileItWaits_NeverRuns()
    {
        var release = new TaskCompletionSource<int>();
        var before = Enumerable.Range(0, Environment.ProcessorCount + 2)
            .Select(_ => openings.InTurnAsync(() => release.Task, TestContext.Current.CancellationToken)).ToList();
        using var gaveUp = new CancellationTokenSource();
        var waiting = openings.InTurnAsync<int>(() => throw new InvalidOperationException("It was given up."), gaveUp.Token);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult(1);
        await Task.WhenAll(before).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }
}
