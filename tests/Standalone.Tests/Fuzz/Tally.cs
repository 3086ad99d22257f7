using System.Collections.Concurrent;

namespace MovieGrains.Standalone.Tests.Fuzz;

/// <summary>What came of requests: how many there were of each status, what was done by each method, and the memory that it took.</summary>
internal sealed class Tally(ConcurrentDictionary<int, int> statuses, ConcurrentDictionary<string, int> done)
{
    private const int Between = 100;
    private long _peak;
    private int _count;

    public long Peak => Volatile.Read(ref _peak);

    public void Count(string method, int status)
    {
        statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
        if (status is >= 200 and < 300)
            done.AddOrUpdate(method, 1, static (_, count) => count + 1);
        if (Interlocked.Increment(ref _count) % Between == 0)
            Raise(Environment.WorkingSet);
    }

    private void Raise(long bytes)
    {
        for (var seen = Peak; bytes > seen; seen = Peak)
            Interlocked.CompareExchange(ref _peak, bytes, seen);
    }
}
