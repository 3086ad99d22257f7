using MovieGrains.Api.Cluster;

namespace MovieGrains.Api.Tests;

public sealed class SlotsTests
{
    private readonly ManualTime time = new();
    private readonly Slots slots;

    public SlotsTests() => slots = new(new ReaderOptions { Slots = 4 }, time);

    [Fact]
    public void Next_NothingFails_TakesAllInTurn() =>
        Assert.Equal([0, 1, 2, 3, 0], Enumerable.Range(0, 5).Select(_ => slots.Next([])));

    [Fact]
    public void Next_OneHasFailed_LeavesItOutForAWhile()
    {
        slots.Failed(2);
        Assert.Equal([0, 1, 3, 0, 1, 3], Enumerable.Range(0, 6).Select(_ => slots.Next([])));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(2, Enumerable.Range(0, 4).Select(_ => slots.Next([])));
    }

    [Fact]
    public void Next_OthersWereTried_GoesToWhereAnAnswerCameFrom()
    {
        slots.Succeeded(2);
        Assert.Equal(2, slots.Next([0]));
        Assert.Equal(2, slots.Next([1]));
        Assert.NotEqual(2, slots.Next([2]));
        slots.Failed(2);
        Assert.NotEqual(2, slots.Next([0]));
    }

    [Fact]
    public void Next_AllHaveFailed_AsksAllTheSame()
    {
        for (var slot = 0; slot < 4; slot++)
            slots.Failed(slot);
        Assert.InRange(slots.Next([]), 0, 3);
    }

    [Fact]
    public void KeyOf_AfterAWhile_IsAnotherOneForEachSlot()
    {
        Assert.Equal([0L, 1, 2, 3], Enumerable.Range(0, 4).Select(slots.KeyOf));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([4L, 5, 6, 7], Enumerable.Range(0, 4).Select(slots.KeyOf));
    }
}
