using MovieGrains.Grains.Storage;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Silo.Running;

/// <summary>How the database does, as metrics: what this silo's grains read and write of the rows in which they keep their state.</summary>
internal sealed class RowMetrics(RowMeters meters) : IMetricSource
{
    private readonly (string Operation, RowMeter Meter)[] _all = [("read", meters.Reads), ("write", meters.Writes)];

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        const string duration = "movies_database_duration_seconds";
        text.Histogram(duration, "Time that a grain's row took to be read or written, when it failed, too.");
        foreach (var (operation, meter) in _all)
            text.Histogram(duration, meter.Buckets, meter.Seconds, ("operation", operation));
        Count(text, "movies_database_failures_total", "Rows that could not be read or written.", static meter => meter.Failures);
        Count(text, "movies_database_conflicts_total", "Rows not written because somebody else had written them first.", static meter => meter.Conflicts);
    }

    private void Count(MetricsText text, string name, string help, Func<RowMeter, long> read)
    {
        text.Counter(name, help);
        foreach (var (operation, meter) in _all)
            text.Sample(name, read(meter), ("operation", operation));
    }
}
