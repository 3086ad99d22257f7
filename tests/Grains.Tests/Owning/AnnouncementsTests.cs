using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Owning;

namespace MovieGrains.Grains.Tests.Owning;

public sealed class AnnouncementsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<long> told = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long version = 1;

    [Fact]
    public async Task Wake_WhileACallIsUnderWay_OnlyTheNewestIsToldAfterIt()
    {
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var announcements = Make(async v =>
        {
            reached.TrySetResult();
            await go.Task;
            Tell(v, 5);
        });
        announcements.Wake();
        await reached.Task.WaitAsync(Limit);
        for (version = 2; version < 5; version++)
            announcements.Wake();
        go.SetResult();
        await done.Task.WaitAsync(Limit);

        Assert.Equal([1, 5], told);
    }

    [Fact]
    public async Task Wake_CallFails_IsToldAgain()
    {
        var failures = 3;
        using var announcements = Make(v =>
        {
            if (failures-- > 0)
                throw new IOException();
            Tell(v, 1);
            return Task.CompletedTask;
        });
        announcements.Wake();
        await done.Task.WaitAsync(Limit);

        Assert.Equal([1], told);
    }

    /// <summary>The directory's silo is gone, and nobody knows it yet.</summary>
    [Fact]
    public async Task Wake_CallNeverEnds_IsToldAgain()
    {
        var time = new ManualTime();
        var calls = 0;
        using var announcements = new Announcements(v =>
        {
            if (++calls == 1)
                return new TaskCompletionSource().Task;
            Tell(v, 1);
            return Task.CompletedTask;
        }, () => new YearVersion(1999, 7, 1), TimeSpan.FromSeconds(5), time);
        announcements.Wake();
        foreach (var wait in (double[])[0.5, 5])
        {
            await time.SetAsync(TimeSpan.FromSeconds(wait)).WaitAsync(Limit);
            time.Advance(TimeSpan.FromSeconds(wait));
        }
        await done.Task.WaitAsync(Limit);

        Assert.Equal([1], told);
    }

    [Fact]
    public async Task EndAsync_SomethingIsNew_IsToldOnceMore()
    {
        using var announcements = Make(v =>
        {
            Tell(v, 1);
            return Task.CompletedTask;
        });
        await announcements.EndAsync(CancellationToken.None);
        announcements.Wake();

        Assert.Equal([1], told);
    }

    [Fact]
    public async Task Wake_NothingWasEverWritten_TellsNothing()
    {
        version = 0;
        using var announcements = Make(_ => throw new InvalidOperationException());
        announcements.Wake();
        await announcements.EndAsync(CancellationToken.None);

        Assert.Empty(told);
    }

    private Announcements Make(Func<YearVersion, Task> announce) =>
        new(announce, () => new YearVersion(1999, 7, Volatile.Read(ref version)), TimeSpan.FromTicks(1), TimeProvider.System);

    private void Tell(YearVersion announced, long last)
    {
        told.Add(announced.Version);
        if (announced.Version == last)
            done.TrySetResult();
    }
}
