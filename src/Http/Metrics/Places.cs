namespace MovieGrains.Http.Metrics;

/// <summary>How many clients have something that lasts: bounded, and shown as a metric.</summary>
/// <param name="most">How many may have it at once.</param>
/// <param name="metric">The metric's name.</param>
/// <param name="help">The metric's description.</param>
internal abstract class Places(int most, string metric, string help) : IMetricSource
{
    private int _taken;

    /// <summary>Takes a place.</summary>
    /// <returns>Whether there was one; if so, <see cref="Leave"/> gives it back.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Gauge(metric, help);
        text.Sample(metric, Volatile.Read(ref _taken));
    }
}
