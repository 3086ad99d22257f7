using MovieGrains.Api.Cluster;

namespace MovieGrains.Api.Tests;

public sealed class SlotsTests
{
    private readonly ManualTime time = new();
    private readonly Slots slots;

    public SlotsTests() => slots = new(new ReaderOptions { Slots = 4 }, time);

    [Fact]
    public void Next_NothingFails_TakesAllInTurn() =>
        Assert.Equal([0, 1, 2, 3, 0], Enumerable.Range(0, 5).Select(_ => slots.Next([], slots.Now)));

    [Fact]
    public void Next_OneHasFailed_LeavesItOutForAWhile()
    {
        slots.Failed(2);
        Assert.Equal([0, 1, 3, 0, 1, 3], Enumerable.Range(0, 6).Select(_ => slots.Next([], slots.Now)));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(2, Enumerable.Range(0, 4).Select(_ => slots.Next([], slots.Now)));
    }

    [Fact]
    public void Next_OthersWereTried_GoesToWhereAnAnswerCameFrom()
    {
        slots.Succeeded(2);
        Assert.Equal(2, slots.Next([0], slots.Now));
        Assert.Equal(2, slots.Next([1], slots.Now));
        Assert.NotEqual(2, slots.Next([2], slots.Now));
        slots.Failed(2);
        Assert.NotEqual(2, slots.Next([0], slots.Now));
    }

    [Fact]
    public void Next_NobodyHasAnsweredSince_MovesTheSlotToAnotherGateway()
    {
        slots.Succeeded(2);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var since = slots.Now;
        time.Advance(TimeSpan.FromMilliseconds(75));
        var keys = Enumerable.Range(0, 4).Select(slots.KeyOf).ToList();
        var next = slots.Next([3], since);
        Assert.DoesNotContain(slots.KeyOf(next), keys);
        // The others stay where they are, and so does it once it has answered.
        Assert.Equal(3, Enumerable.Range(0, 4).Count(slot => keys.Contains(slots.KeyOf(slot))));
        slots.Succeeded(next);
        Assert.Equal((next, slots.KeyOf(next)), (slots.Next([3], since), slots.KeyOf(next)));
    }

    [Fact]
    public void Next_AllHaveFailed_AsksAllTheSame()
    {
        for (var slot = 0; slot < 4; slot++)
            slots.Failed(slot);
        Assert.InRange(slots.Next([], slots.Now), 0, 3);
    }

    [Fact]
    public void KeyOf_AfterAWhile_IsAnotherOneForEachSlot()
    {
        Assert.Equal([0L, 1, 2, 3], Enumerable.Range(0, 4).Select(slots.KeyOf));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([4L, 5, 6, 7], Enumerable.Range(0, 4).Select(slots.KeyOf));
        // One that was moved never comes back to a key that it has had.
        var moved = slots.Next([0], slots.Now + 1);
        Assert.Equal(moved + 8L, slots.KeyOf(moved));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(moved + 12L, slots.KeyOf(moved));
    }
}
