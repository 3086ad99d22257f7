using System.Diagnostics.Metrics;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Telemetry;

/// <summary>Offers what <c>/metrics</c> tells of movies to whoever listens to meters: one place says what is measured.</summary>
/// <remarks>Names follow OpenTelemetry: <c>movies_writes_total</c> is <c>movies.writes</c>, a unit at the end of a name is its unit. What
/// is not about movies is left to the runtime's and the framework's own meters, which have it by the names of the conventions.</remarks>
internal sealed class MetricBridge : IDisposable
{
    private const string Own = "movies_";
    private static readonly (string Suffix, string Unit)[] Units = [("_seconds", "s"), ("_bytes", "By")];

    private readonly IMetricSource[] _sources;
    private readonly Meter _meter = new(HttpTracing.Name);

    public MetricBridge(IEnumerable<IMetricSource> sources)
    {
        _sources = [.. sources];
        foreach (var family in Read().Families.Where(static family => family.Name.StartsWith(Own, StringComparison.Ordinal)))
            Offer(family);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A family's name and unit, as OpenTelemetry has them.</summary>
    internal static (string Name, string? Unit) Named(string family)
    {
        var name = family.EndsWith("_total", StringComparison.Ordinal) ? family[..^"_total".Length] : family;
        var (suffix, unit) = Array.Find(Units, known => name.EndsWith(known.Suffix, StringComparison.Ordinal));
        name = suffix is null ? name : name[..^suffix.Length];
        return (string.Concat("movies.", name.AsSpan(Own.Length)), unit);
    }

    private void Offer(MetricFamily family)
    {
        var (name, unit) = Named(family.Name);
        if (family.Type is "counter")
            _meter.CreateObservableCounter(name, () => Measure(family.Name), unit, family.Help);
        else if (family.Type is "gauge")
            _meter.CreateObservableGauge(name, () => Measure(family.Name), unit, family.Help);
    }

    // The whole text for each family: some thousand numbers a minute, and no state to go stale.
    private Measurement<double>[] Measure(string family) =>
    [
        .. Read().Samples.Where(sample => string.Equals(sample.Family, family, StringComparison.Ordinal)).Select(static sample => new Measurement<double>(
            sample.Value, sample.Labels.Select(static label => new KeyValuePair<string, object?>(label.Name, label.Value)))),
    ];

    private MetricsText Read()
    {
        var text = new MetricsText { KeepsSamples = true };
        foreach (var source in _sources)
            source.Write(text);
        return text;
    }
}
