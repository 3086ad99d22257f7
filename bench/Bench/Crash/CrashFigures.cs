namespace MovieGrains.Bench.Crash;

/// <summary>What a crash run did. Counted by many threads at once.</summary>
internal sealed class CrashFigures
{
    private readonly Lock gate = new();
    private readonly List<double> recoveries = [];
    private readonly Dictionary<string, int> kills = new(StringComparer.Ordinal);
    private long acknowledged, applied, notApplied, conflicts, replays, expired, changes, torn, tornBytes, ingested, files, snapshots;

    /// <summary>Kills by what the process was at.</summary>
    public IReadOnlyDictionary<string, int> Kills => kills;

    /// <summary>Writes that were answered with success.</summary>
    public long Acknowledged => acknowledged;

    /// <summary>Writes that no answer came to, and that turned out to have been done.</summary>
    public long Applied => applied;

    /// <summary>Writes that no answer came to, and that turned out not to have been done.</summary>
    public long NotApplied => notApplied;

    /// <summary>Writes refused because somebody else's came first.</summary>
    public long Conflicts => conflicts;

    /// <summary>Requests sent again that got the first one's answer.</summary>
    public long Replays => replays;

    /// <summary>Changes that the follower was told.</summary>
    public long Changes => changes;

    /// <summary>Times that the follower had to begin anew, all within the documented limits.</summary>
    public long Expired => expired;

    /// <summary>Starts that cut off the torn end of a log.</summary>
    public long TornTails => torn;

    /// <summary>The bytes of these.</summary>
    public long TornBytes => tornBytes;

    /// <summary>Drop files written, new versions included.</summary>
    public long Files => files;

    /// <summary>Records ingested, as far as they were seen before the kills.</summary>
    public long Ingested => ingested;

    /// <summary>Snapshots that were taken.</summary>
    public long Snapshots => snapshots;

    /// <summary>Times from the start of a process to its being ready, ascending, in seconds.</summary>
    public IReadOnlyList<double> Recoveries
    {
        get
        {
            lock (gate)
                return [.. recoveries.Order()];
        }
    }

    public void Acknowledge() => Interlocked.Increment(ref acknowledged);

    public void Resolve(bool wasApplied) => Interlocked.Increment(ref wasApplied ? ref applied : ref notApplied);

    public void Conflict() => Interlocked.Increment(ref conflicts);

    public void Replay() => Interlocked.Increment(ref replays);

    public void Expire() => Interlocked.Increment(ref expired);

    public void Change() => Interlocked.Increment(ref changes);

    public void Dropped() => Interlocked.Increment(ref files);

    public void Ingest(long records) => Interlocked.Add(ref ingested, records);

    public void Snapshot() => Interlocked.Increment(ref snapshots);

    public void Torn(long bytes)
    {
        Interlocked.Increment(ref torn);
        Interlocked.Add(ref tornBytes, bytes);
    }

    public void Kill(string during)
    {
        lock (gate)
            kills[during] = kills.GetValueOrDefault(during) + 1;
    }

    public void Recovered(TimeSpan time)
    {
        lock (gate)
            recoveries.Add(time.TotalSeconds);
    }
}
