using System.Diagnostics;
using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Tests;

public class QuietSecondsTests
{
    private const int All = 20;

    [Fact]
    public void Of_NothingStolen_IsTheWholeRun()
    {
        var quiet = QuietSeconds.Of(Series(), MachineThatLoses());
        Assert.Equal((All, All), (quiet.Seconds, quiet.Latencies.Count));
        Assert.True(quiet.Suffice);
        Assert.Equal(TimeSpan.FromSeconds(All), quiet.Machine.Elapsed);
    }

    [Fact]
    public void Of_SecondThatWasStolenFrom_IsWithoutItAndItsNeighbours()
    {
        var quiet = QuietSeconds.Of(Series(), MachineThatLoses(7));
        Assert.Equal(All - 3, quiet.Seconds);
        Assert.Equal(TimeSpan.Zero, quiet.Machine.Stolen);
    }

    [Fact]
    public void Of_MostlyStolenFrom_DoesNotSuffice()
    {
        var quiet = QuietSeconds.Of(Series(), MachineThatLoses(0, 3, 6, 9, 12));
        Assert.Equal(6, quiet.Seconds);
        Assert.False(quiet.Suffice);
    }

    [Fact]
    public void Count_SomeSeconds_IsWithoutThoseAroundALoss()
    {
        // The last second may yet have a bad neighbour.
        Assert.Equal(9, QuietSeconds.Count(0, 10 * Stopwatch.Frequency, MachineThatLoses()));
        Assert.Equal(6, QuietSeconds.Count(0, 10 * Stopwatch.Frequency, MachineThatLoses(5)));
    }

    private static LatencySeries Series()
    {
        var series = new LatencySeries(start: 0);
        for (var second = 0; second < All; second++)
            series.RecordTicks(series.StartOf(second), 1);
        return series;
    }

    /// <summary>One that loses a hundredth of a second in each of some seconds.</summary>
    private static Func<long, long, MachineTime> MachineThatLoses(params int[] seconds) => (from, to) =>
    {
        var lost = seconds.Count(second => second * Stopwatch.Frequency >= from && second * Stopwatch.Frequency < to);
        return new MachineTime(Stopwatch.GetElapsedTime(from, to), default, TimeSpan.FromMilliseconds(10 * lost));
    };
}
