namespace MovieGrains.Http.Metrics;

/// <summary>Durations in the fixed buckets of a Prometheus histogram.</summary>
/// <remarks>Beside the finer <see cref="LatencyHistogram"/>, as its buckets' edges do not fall on these round figures.</remarks>
public sealed class DurationBuckets
{
    /// <summary>Upper edges in seconds, as <c>le</c> spells them: from 100 µs, as most answers take less than a
    /// millisecond.</summary>
    internal static readonly string[] Edges =
        ["0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5"];

    private static readonly long[] EdgeNanoseconds =
    [
        100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000,
        25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000,
    ];

    private readonly long[] _counts = new long[EdgeNanoseconds.Length + 1];
    private long _sum;

    /// <summary>The sum of all durations, in seconds.</summary>
    public double SumSeconds => Volatile.Read(ref _sum) / 1e9;

    /// <summary>Counts a duration; any number of threads may at once.</summary>
    /// <param name="nanoseconds">How long it was.</param>
    public void Record(long nanoseconds)
    {
        var bucket = 0;
        while (bucket < EdgeNanoseconds.Length && nanoseconds > EdgeNanoseconds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sum, nanoseconds);
    }

    /// <summary>How many durations do not exceed each edge, and in the last place how many there are.</summary>
    public long[] Cumulative()
    {
        var counts = new long[_counts.Length];
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
            counts[i] = below += Volatile.Read(ref _counts[i]);
        return counts;
    }
}
