using MovieGrains.Api.Running;

namespace MovieGrains.Api.Tests;

public sealed class ConnectionBackoffTests
{
    [Fact]
    public void Next_AgainAndAgain_GrowsToItsBound()
    {
        var backoff = new ConnectionBackoff(TimeProvider.System);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5], Enumerable.Range(0, 7).Select(_ => backoff.Next().TotalSeconds));
    }
}
