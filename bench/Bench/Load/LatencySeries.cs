using System.Diagnostics;

namespace MovieGrains.Bench.Load;

/// <summary>The latencies of a run, second by second, of which some may be left out afterwards.</summary>
/// <param name="start">When the first second began, by <see cref="Stopwatch"/>.</param>
internal sealed class LatencySeries(long start)
{
    private readonly List<LatencyRecorder> seconds = [];

    /// <summary>How many seconds there are; those in which nothing was due count, too.</summary>
    public int Count => seconds.Count;

    /// <summary>When a second began, by <see cref="Stopwatch"/>.</summary>
    public long StartOf(int second) => start + (second * Stopwatch.Frequency);

    /// <summary>Records a time in the second in which its request was due.</summary>
    /// <param name="due">When that was, by <see cref="Stopwatch"/>; no earlier than the start.</param>
    /// <param name="ticks">The time between two readings of it.</param>
    public void RecordTicks(long due, long ticks)
    {
        var second = (int)((due - start) / Stopwatch.Frequency);
        while (seconds.Count <= second)
            seconds.Add(new LatencyRecorder());
        seconds[second].RecordTicks(ticks);
    }

    /// <summary>The latencies of some seconds together.</summary>
    /// <param name="isWanted">Which.</param>
    public (LatencyRecorder Latencies, int Seconds) Where(Predicate<int> isWanted)
    {
        var (all, count) = (new LatencyRecorder(), 0);
        for (var second = 0; second < seconds.Count; second++)
        {
            if (!isWanted(second))
                continue;
            all.Add(seconds[second]);
            count++;
        }
        return (all, count);
    }
}
