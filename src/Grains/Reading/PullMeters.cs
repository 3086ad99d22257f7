using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Counts what a silo has pulled from the owners of years, for its metrics.</summary>
public sealed class PullMeters
{
    /// <summary>By the replica that its readers stand on.</summary>
    public PullMeter Replica { get; } = new();

    /// <summary>By the partitions that are derived from the years.</summary>
    public PullMeter Partitions { get; } = new();
}

/// <summary>Counts what one kind of asker has pulled.</summary>
public sealed class PullMeter
{
    private long calls, bytes, images, failures;

    /// <summary>Calls to owners.</summary>
    public long Calls => Interlocked.Read(ref calls);

    /// <summary>Bytes that came of them.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How often a year came whole, rather than what had changed in it: at first, and when the owner no longer knew.</summary>
    public long Images => Interlocked.Read(ref images);

    /// <summary>Calls that failed.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Counts a call.</summary>
    internal async Task<PulledItems> CountAsync(PullRequest request, Task<PulledItems> call)
    {
        Interlocked.Increment(ref calls);
        try
        {
            var items = await call;
            Interlocked.Add(ref bytes, items.Runs.Sum(static run => (long)run.Length));
            // An image may come in several answers.
            if (items.IsImage && request.Run == 0)
                Interlocked.Increment(ref images);
            return items;
        }
        catch
        {
            Interlocked.Increment(ref failures);
            throw;
        }
    }
}
