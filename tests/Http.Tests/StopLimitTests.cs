using MovieGrains.Http.Hosting;
using MovieGrains.Tests.Clocks;

namespace MovieGrains.Http.Tests;

public sealed class StopLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    [Fact]
    public void Watch_DoesNotStop_IsEndedAfterTheLimitAndNotBefore()
    {
        using var stopping = new CancellationTokenSource();
        var (time, ended) = (new ManualTime(), 0);
        StopLimit.Watch(Limit, time, () => ended++, stopping.Token);
        stopping.Cancel();
        time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, ended);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, ended);
        time.Advance(Limit);
        Assert.Equal(1, ended);
    }

    [Fact]
    public void Watch_IsNotToldToStop_GoesOn()
    {
        using var stopping = new CancellationTokenSource();
        var (time, ended) = (new ManualTime(), 0);
        StopLimit.Watch(Limit, time, () => ended++, stopping.Token);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, ended);
    }
}
