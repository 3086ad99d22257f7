using System.Diagnostics;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Tests;

public class MachineTimeTests
{
    [Fact]
    public void Parse_LineOfAllProcessors_TellsWorkAndWhatWasStolen()
    {
        var time = MachineTime.Parse("cpu  100 20 3 90000 5000 7 8 400 50 60", TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(1.38), time.Busy);
        Assert.Equal(TimeSpan.FromSeconds(4), time.Stolen);
        Assert.Equal(TimeSpan.FromSeconds(9), time.Elapsed);
    }

    [Fact]
    public void Parse_OldLineWithoutSteal_HasNone() => Assert.Equal(TimeSpan.Zero, MachineTime.Parse("cpu 1 2 3 4", default).Stolen);

    [Fact]
    public void Percent_OfTwoMoments_IsOfWhatAllProcessorsCouldDo()
    {
        var all = TimeSpan.FromSeconds(10 * Environment.ProcessorCount);
        var between = new MachineTime(TimeSpan.FromSeconds(30), all, all / 4) - new MachineTime(TimeSpan.FromSeconds(20), all / 2, default);
        Assert.Equal(50, between.BusyPercent, precision: 6);
        Assert.Equal(25, between.StolenPercent, precision: 6);
    }

    [Fact]
    public void Between_TwoMoments_IsNoLessThanThatTime()
    {
        using var watch = new MachineWatch();
        var from = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(from) > TimeSpan.FromMilliseconds(300));
        var to = Stopwatch.GetTimestamp();
        watch.Dispose();

        var between = watch.Between(from, to);

        Assert.InRange(between.Elapsed, Stopwatch.GetElapsedTime(from, to), TimeSpan.FromMinutes(1));
        Assert.True(between.Busy > TimeSpan.Zero);
    }
}
