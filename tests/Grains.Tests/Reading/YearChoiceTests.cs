using System.Collections.Immutable;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class YearChoiceTests
{
    private static readonly Dictionary<int, long> Decade = Enumerable.Range(1990, 10).ToDictionary(static year => year, static _ => 100L);
    private readonly ManualTime time = new();

    [Fact]
    public void Choose_NothingHeld_IsTheNewestThatFit() =>
        Assert.Equal([1996, 1997, 1998, 1999], new YearChoice(time).Choose(Decade, [], 500).Order());

    [Fact]
    public void Choose_WhatIsHeld_StaysAlsoWhenANewerYearComes()
    {
        var choice = new YearChoice(time);
        ImmutableHashSet<int> held = [1990, 1991, 1992, 1993];
        Assert.Equal(held.Order(), choice.Choose(Decade, held, 500).Order());
    }

    [Fact]
    public void Choose_HeldYearsGrow_LetsTheOldestGo()
    {
        var sizes = Decade.ToDictionary(static y => y.Key, static y => y.Value);
        sizes[1993] = 300;
        Assert.Equal([1993, 1992], new YearChoice(time).Choose(sizes, [1990, 1991, 1992, 1993], 500).OrderDescending());
    }

    [Fact]
    public void Choose_YearAskedTwiceAsOften_TakesThePlaceOfAnother()
    {
        var choice = new YearChoice(time);
        ImmutableHashSet<int> held = [1996, 1997, 1998, 1999];
        choice.Asked([1990]);
        Assert.Equal(held.Order(), choice.Choose(Decade, held, 500).Order());
        choice.Asked([1990]);
        Assert.Contains(1990, choice.Choose(Decade, held, 500));
        Assert.DoesNotContain(1996, choice.Choose(Decade, held, 500));

        // Long after, nobody remembers.
        time.Go(YearChoice.HalfLife * 20);
        Assert.Equal(held.Order(), choice.Choose(Decade, held, 500).Order());
    }

    [Fact]
    public void Asked_QuestionsForAllYears_SayNothing()
    {
        var choice = new YearChoice(time);
        for (var i = 0; i < 100; i++)
            choice.Asked([.. Enumerable.Range(1900, 95)]);
        Assert.Equal([1996, 1997, 1998, 1999], choice.Choose(Decade, [], 500).Order());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Go(TimeSpan by) => now += by.Ticks;
    }
}
