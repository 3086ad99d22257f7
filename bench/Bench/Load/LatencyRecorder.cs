using System.Diagnostics;
using System.Numerics;

namespace MovieGrains.Bench.Load;

/// <summary>Counts times in buckets that are narrow everywhere: what it tells is within 0.8 % of the truth.</summary>
/// <remarks>
/// As HdrHistogram does: a bucket per value up to 127, then 64 buckets per power of two. It takes any time without
/// allocating and without sorting, so a slow run costs no more than a fast one. Times are nanoseconds.
/// </remarks>
internal sealed class LatencyRecorder
{
    /// <summary>2^6 buckets per power of two: half a bucket's width is 1/128 of its value.</summary>
    private const int SubBits = 6;

    private const int SubBuckets = 1 << SubBits;
    private readonly long[] counts = new long[(64 - SubBits + 1) * SubBuckets];

    /// <summary>How many times were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(maxNanoseconds / 1000.0);

    private long maxNanoseconds;

    /// <summary>Records the time between two readings of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void RecordTicks(long ticks) => Record((long)(ticks * (1e9 / Stopwatch.Frequency)));

    /// <summary>Records a time; less than nothing counts as nothing.</summary>
    public void Record(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        counts[BucketOf(nanoseconds)]++;
        Count++;
        maxNanoseconds = Math.Max(maxNanoseconds, nanoseconds);
    }

    /// <summary>The time that a share of all did not exceed; zero when nothing was recorded.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length && Count > 0; bucket++)
        {
            seen += counts[bucket];
            if (seen >= wanted)
                return TimeSpan.FromMicroseconds(Math.Min(MiddleOf(bucket), maxNanoseconds) / 1000.0);
        }
        return TimeSpan.Zero;
    }

    /// <summary>Takes over what another recorder has.</summary>
    public void Add(LatencyRecorder other)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
        Count += other.Count;
        maxNanoseconds = Math.Max(maxNanoseconds, other.maxNanoseconds);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(counts);
        Count = maxNanoseconds = 0;
    }

    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    private static long MiddleOf(int bucket)
    {
        if (bucket < 2 * SubBuckets)
            return bucket;
        var shift = (bucket >> SubBits) - 1;
        var first = (long)(bucket - (shift << SubBits)) << shift;
        return first + ((1L << shift) / 2);
    }
}
