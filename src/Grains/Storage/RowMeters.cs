namespace MovieGrains.Grains.Storage;

/// <summary>Counts what a silo reads and writes of rows, and how long that takes, for its metrics.</summary>
public sealed class RowMeters
{
    /// <summary>Rows read.</summary>
    public RowMeter Reads { get; } = new();

    /// <summary>Rows written.</summary>
    public RowMeter Writes { get; } = new();
}

/// <summary>Counts one kind of call. Safe for several threads.</summary>
public sealed class RowMeter
{
    /// <summary>Upper edges in seconds: a database nearby takes milliseconds, and from half a minute on the providers give up.</summary>
    private static readonly double[] Edges = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, double.PositiveInfinity];

    private readonly long[] counts = new long[Edges.Length];
    private long ticks, failures, conflicts;

    /// <summary>The upper edge of each bucket in seconds, ascending to infinity, and how many calls took no longer, those that failed among them.</summary>
    public IReadOnlyList<(double Edge, double Count)> Buckets
    {
        get
        {
            long below = 0;
            var buckets = new (double, double)[Edges.Length];
            for (var i = 0; i < buckets.Length; i++)
                buckets[i] = (Edges[i], below += Interlocked.Read(ref counts[i]));
            return buckets;
        }
    }

    /// <summary>What all calls took together, in seconds.</summary>
    public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref ticks)).TotalSeconds;

    /// <summary>Calls that failed, those that were cancelled aside.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Calls that were refused because somebody else had written the row: nothing is wrong with the storage.</summary>
    public long Conflicts => Interlocked.Read(ref conflicts);

    internal void Took(TimeSpan duration)
    {
        var bucket = Array.FindIndex(Edges, edge => duration.TotalSeconds <= edge);
        Interlocked.Increment(ref counts[bucket]);
        Interlocked.Add(ref ticks, duration.Ticks);
    }

    internal void Failed() => Interlocked.Increment(ref failures);

    internal void Refused() => Interlocked.Increment(ref conflicts);
}
