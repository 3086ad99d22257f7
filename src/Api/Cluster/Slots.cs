namespace MovieGrains.Api.Cluster;

/// <summary>Which slot to ask next: in turn, those that have failed lately left out.</summary>
internal sealed class Slots(ReaderOptions options, TimeProvider time)
{
    private readonly long[] failedAt = new long[options.Slots];
    private int last = -1;
    private volatile int answered = -1;

    /// <summary>A reader has answered: whoever has failed elsewhere goes there, and not to another slot of a silo that is gone.</summary>
    public void Succeeded(int slot) => answered = slot;

    /// <summary>The next slot.</summary>
    /// <param name="failed">The slot that an attempt before has failed at; its neighbours are other gateways'. −1 for none.</param>
    public int Next(int failed)
    {
        if (failed >= 0)
        {
            Interlocked.Exchange(ref failedAt[failed], Math.Max(1, time.GetTimestamp()));
            if (answered is var proven and >= 0 && proven != failed && !IsSuspect(proven))
                return proven;
        }
        for (var tries = 0; tries < options.Slots; tries++)
        {
            var slot = (int)((uint)Interlocked.Increment(ref last) % (uint)options.Slots);
            if (slot != failed && !IsSuspect(slot))
                return slot;
        }
        // All have failed lately: then none is worse than another.
        return (int)((uint)Interlocked.Increment(ref last) % (uint)options.Slots);
    }

    private bool IsSuspect(int slot) =>
        Interlocked.Read(ref failedAt[slot]) is var at and not 0 && time.GetElapsedTime(at) < options.Suspicion;
}
