using MovieGrains.Api.Cluster;

namespace MovieGrains.Api.Tests;

public sealed class SlotsTests
{
    private readonly Slots slots = new(new ReaderOptions { Slots = 4 }, TimeProvider.System);

    [Fact]
    public void Next_NothingFails_TakesAllInTurn() =>
        Assert.Equal([0, 1, 2, 3, 0], Enumerable.Range(0, 5).Select(_ => slots.Next(failed: -1)));

    [Fact]
    public void Next_OneHasFailed_LeavesItOut()
    {
        var failed = slots.Next(failed: -1);
        slots.Next(failed);
        Assert.DoesNotContain(failed, Enumerable.Range(0, 8).Select(_ => slots.Next(failed: -1)));
    }

    [Fact]
    public void Next_AfterAFailure_GoesToWhereAnAnswerCameFrom()
    {
        slots.Succeeded(2);
        Assert.Equal(2, slots.Next(failed: 0));
        Assert.Equal(2, slots.Next(failed: 1));
        // It has failed since.
        Assert.Equal(3, slots.Next(failed: 2));
    }

    [Fact]
    public void Next_AllHaveFailed_AsksAllTheSame()
    {
        for (var slot = 0; slot < 4; slot++)
            slots.Next(slot);
        Assert.InRange(slots.Next(failed: -1), 0, 3);
    }
}
