namespace MovieGrains.Api.Cluster;

/// <summary>Which slot to ask next: in turn, those that have failed lately left out.</summary>
internal sealed class Slots(ReaderOptions options, TimeProvider time)
{
    private readonly long[] failedAt = new long[options.Slots];
    private readonly long began = time.GetTimestamp();
    private int last = -1;
    private volatile int answered = -1;

    /// <summary>The key of a slot's reader. It is another one from time to time: Orleans keeps a key to the gateway that it had first, so
    /// that a silo that comes later would never be asked.</summary>
    public long KeyOf(int slot) => slot + (options.Slots * (long)(time.GetElapsedTime(began) / options.Rebinding));

    /// <summary>A reader has answered: whoever has failed elsewhere goes there, and not to another slot of a silo that is gone.</summary>
    public void Succeeded(int slot) => answered = slot;

    /// <summary>A reader has not answered.</summary>
    public void Failed(int slot) => Interlocked.Exchange(ref failedAt[slot], Math.Max(1, time.GetTimestamp()));

    /// <summary>The next slot.</summary>
    /// <param name="tried">The slots that were asked the same before; their neighbours are other gateways'.</param>
    public int Next(List<int> tried)
    {
        if (tried.Count > 0 && answered is var proven and >= 0 && !tried.Contains(proven) && !IsSuspect(proven))
            return proven;
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
