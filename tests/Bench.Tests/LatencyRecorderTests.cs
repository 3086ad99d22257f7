using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Tests;

public class LatencyRecorderTests
{
    [Fact]
    public void Percentile_NothingRecorded_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyRecorder().Percentile(0.99));

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(12_345)]
    [InlineData(999_999_999_999)]
    public void Percentile_OneTime_IsThatTime(long nanoseconds)
    {
        var recorder = new LatencyRecorder();
        recorder.Record(nanoseconds);
        Near(nanoseconds, recorder.Percentile(0));
        Near(nanoseconds, recorder.Percentile(1));
    }

    [Fact]
    public void Percentile_ManyTimes_IsWithinOnePercentOfSorting()
    {
        var random = new Random(7);
        var times = Enumerable.Range(0, 50_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).ToArray();
        var recorder = new LatencyRecorder();
        foreach (var time in times)
            recorder.Record(time);
        Array.Sort(times);
        foreach (var share in new[] { 0.01, 0.5, 0.95, 0.99, 0.999, 1 })
            Near(times[(int)Math.Ceiling(share * times.Length) - 1], recorder.Percentile(share));
        Assert.Equal(times[^1] / 1e3, recorder.Max.TotalMicroseconds, 0.2);
    }

    [Fact]
    public void Percentile_OfARareOutlier_ShowsItOnlyAboveItsShare()
    {
        var recorder = new LatencyRecorder();
        for (var i = 0; i < 99; i++)
            recorder.Record(1000);
        recorder.Record(5_000_000);
        Near(1000, recorder.Percentile(0.99));
        Near(5_000_000, recorder.Percentile(0.991));
    }

    [Fact]
    public void Add_TwoRecorders_IsAsIfOneHadAll()
    {
        LatencyRecorder first = new(), second = new();
        first.Record(100);
        second.Record(900_000);
        first.Add(second);
        Assert.Equal(2, first.Count);
        Near(900_000, first.Percentile(1));
        Near(900_000, first.Max);
    }

    [Fact]
    public void Clear_AfterTimes_ForgetsThem()
    {
        var recorder = new LatencyRecorder();
        recorder.Record(100);
        recorder.Clear();
        Assert.Equal(0, recorder.Count);
        Assert.Equal(TimeSpan.Zero, recorder.Max);
    }

    /// <summary>Within 0.8 %, and within the 100 ns that a <see cref="TimeSpan"/> can tell.</summary>
    private static void Near(long nanoseconds, TimeSpan time) =>
        Assert.InRange(time.TotalNanoseconds, (nanoseconds * 0.992) - 100, (nanoseconds * 1.008) + 100);
}
