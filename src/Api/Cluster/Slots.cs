namespace MovieGrains.Api.Cluster;

/// <summary>Which slot to ask next: in turn, those that have failed lately left out.</summary>
internal sealed class Slots(ReaderOptions options, TimeProvider time)
{
    private readonly long[] failedAt = new long[options.Slots];
    private readonly int[] moved = new int[options.Slots];
    private readonly long began = time.GetTimestamp();
    private int last = -1;
    private volatile int answered = -1;
    private long answeredAt;

    /// <summary>The time, for <see cref="Next"/>.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The key of a slot's reader. It is another one from time to time: Orleans keeps a key to the gateway that it had first, so
    /// that a silo that comes later would never be asked.</summary>
    public long KeyOf(int slot) =>
        slot + (options.Slots * ((long)(time.GetElapsedTime(began) / options.Rebinding) + Volatile.Read(ref moved[slot])));

    /// <summary>A reader has answered: whoever has failed elsewhere goes there, and not to another slot of a silo that is gone.</summary>
    public void Succeeded(int slot)
    {
        answered = slot;
        Interlocked.Exchange(ref answeredAt, Now);
    }

    /// <summary>A reader has not answered.</summary>
    public void Failed(int slot) => Interlocked.Exchange(ref failedAt[slot], Math.Max(1, time.GetTimestamp()));

    /// <summary>The next slot.</summary>
    /// <param name="tried">The slots that were asked the same before.</param>
    /// <param name="since">When the first of them was asked.</param>
    /// <remarks>One that was asked in vain is followed by one that has answered since. When none has, all slots may be of one silo, as the
    /// others were not known yet when they were first asked: so the next is moved, and goes to the gateway whose turn it is.</remarks>
    public int Next(List<int> tried, long since)
    {
        if (tried.Count == 0)
            return Untried(tried);
        if (answered is var proven and >= 0 && Interlocked.Read(ref answeredAt) >= since && !tried.Contains(proven) && !IsSuspect(proven))
            return proven;
        var slot = Untried(tried);
        Interlocked.Increment(ref moved[slot]);
        return slot;
    }

    private int Untried(List<int> tried)
    {
        for (var tries = 0; tries < options.Slots; tries++)
        {
            var slot = InTurn();
            if (!tried.Contains(slot) && !IsSuspect(slot))
                return slot;
        }
        // All have failed lately: then none is worse than another.
        return InTurn();
    }

    private int InTurn() => (int)((uint)Interlocked.Increment(ref last) % (uint)options.Slots);

    private bool IsSuspect(int slot) =>
        Interlocked.Read(ref failedAt[slot]) is var at and not 0 && time.GetElapsedTime(at) < options.Suspicion;
}
