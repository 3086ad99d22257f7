using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Changes;

/// <summary>How many clients follow the changes: bounded, and shown as a metric.</summary>
internal sealed class ChangeListeners : IMetricSource
{
    /// <summary>How many may follow at once? Each holds a connection and some kilobytes; whoever has more of them to serve
    /// puts something in between that follows once and tells many.</summary>
    internal const int Most = 1000;

    private int _now;

    /// <summary>Takes a place among the listeners.</summary>
    /// <returns>Whether there was one; if so, <see cref="Leave"/> gives it back.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= Most)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _now);

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Gauge("movies_change_listeners", "Clients that follow /changes now.");
        text.Sample("movies_change_listeners", Volatile.Read(ref _now));
    }
}
