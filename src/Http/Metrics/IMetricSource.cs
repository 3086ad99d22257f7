namespace MovieGrains.Http.Metrics;

/// <summary>Adds families of its own to <c>/metrics</c>; registered by whoever composes the process.</summary>
public interface IMetricSource
{
    /// <summary>Writes the families, complete.</summary>
    void Write(MetricsText text);
}
