using System.Numerics;

namespace MovieGrains.Http.Metrics;

/// <summary>Durations counted in buckets narrow enough to read percentiles off, by any number of threads at once.</summary>
/// <remarks>
/// Log-linear: 64 buckets to each doubling, so a bucket is at most 1/64 of its value wide and its middle is off by less
/// than 0.8 %. Values are nanoseconds; from 2^37 (137 s) on they share the last bucket. A count is one atomic add, and a
/// reader sees each of them either before or after: percentiles of a moving histogram are those of some mix of moments
/// while it was read, which is all that a monitor needs.
/// </remarks>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;
    private const int MaxBits = 37;

    private readonly long[] _counts = new long[Bucket((1L << MaxBits) - 1) + 1];
    private long _max;

    /// <summary>The longest duration so far, in nanoseconds.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>Counts a duration.</summary>
    /// <param name="nanoseconds">Negative counts as 0.</param>
    public void Record(long nanoseconds)
    {
        var value = Math.Clamp(nanoseconds, 0, (1L << MaxBits) - 1);
        Interlocked.Increment(ref _counts[Bucket(value)]);
        RaiseMax(nanoseconds);
    }

    /// <summary>The durations that these shares of all counted ones do not exceed, in nanoseconds; 0 when nothing was
    /// counted.</summary>
    /// <param name="shares">Ascending, 0..1.</param>
    public long[] Percentiles(params ReadOnlySpan<double> shares)
    {
        var counts = Array.ConvertAll(_counts, static c => c);
        long total = 0;
        foreach (var count in counts)
            total += count;
        var values = new long[shares.Length];
        for (int i = 0, bucket = 0; total > 0 && i < shares.Length; i++)
        {
            var rank = Math.Max(1, (long)Math.Ceiling(shares[i] * total));
            bucket = BucketOfRank(counts, rank);
            values[i] = Math.Min(Middle(bucket), Max);
        }
        return values;
    }

    /// <summary>The bucket of a value: values below two doublings' worth stand for themselves.</summary>
    internal static int Bucket(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBits);
        return (shift << SubBits) + (int)(value >> shift);
    }

    /// <summary>The value in the middle of a bucket.</summary>
    internal static long Middle(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBits) - 1);
        var first = (long)(bucket - (shift << SubBits)) << shift;
        return first + ((1L << shift) / 2);
    }

    private static int BucketOfRank(long[] counts, long rank)
    {
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
                return bucket;
        }
        return counts.Length - 1;
    }

    private void RaiseMax(long nanoseconds)
    {
        var seen = Volatile.Read(ref _max);
        while (nanoseconds > seen)
        {
            // Another thread may raise it in between; then its value is compared, so the greatest wins.
            var before = Interlocked.CompareExchange(ref _max, nanoseconds, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
