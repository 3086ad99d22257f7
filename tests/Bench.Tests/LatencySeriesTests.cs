using System.Diagnostics;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Tests;

public class LatencySeriesTests
{
    private const long Start = 1_000_000_000;

    [Fact]
    public void Where_SomeSeconds_HasWhatWasDueInThem()
    {
        var series = new LatencySeries(Start);
        Record(series, second: 0, milliseconds: 1);
        Record(series, second: 1, milliseconds: 100);
        // Two in which nothing was due.
        Record(series, second: 4, milliseconds: 2);

        var (latencies, seconds) = series.Where(second => second != 1);

        Assert.Equal(4, seconds);
        Assert.Equal(2, latencies.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(2), latencies.Max);
    }

    [Fact]
    public void RecordTicks_LongWait_IsOfTheSecondInWhichTheRequestWasDue()
    {
        var series = new LatencySeries(Start);
        series.RecordTicks(Start + (Stopwatch.Frequency / 2), 3 * Stopwatch.Frequency);
        Assert.Equal(1, series.Where(static second => second == 0).Latencies.Count);
    }

    private static void Record(LatencySeries series, int second, int milliseconds) =>
        series.RecordTicks(series.StartOf(second) + 1, milliseconds * (Stopwatch.Frequency / 1000));
}
