namespace MovieGrains.Http.Metrics;

/// <summary>What the engine took, as metrics.</summary>
internal sealed class EngineMetrics(HttpMeters meters) : IMetricSource
{
    private const string Engine = "movies_engine_duration_seconds";

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Histogram(Engine, "The engine's own time for a query.");
        text.Histogram(Engine, meters.EngineBuckets);
    }
}
