using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Silo.Running;

/// <summary>What Orleans counts of grains and calls, as metrics. Orleans tells it to listeners alone, so this is one, for as long as the process
/// runs.</summary>
/// <remarks>Its meters are the process's: of several silos in one, as tests have, it tells the sum.</remarks>
internal sealed class OrleansMetrics : IMetricSource, IDisposable
{
    private const string OwnGrains = "MovieGrains.";
    private const string Grains = "orleans-grains", Sum = "orleans-app-requests-latency-sum", Buckets = "orleans-app-requests-latency-bucket";
    private const string TimedOut = "orleans-app-requests-timedout", LongTurns = "orleans-scheduler-long-running-turns";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Label), long> _values = [];

    /// <summary>Begins to listen.</summary>
    public OrleansMetrics()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Microsoft.Orleans" && instrument.Name is Grains or Sum or Buckets or TimedOut or LongTurns)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => Take(instrument, value, labels));
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Take(instrument, value, labels));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        _listener.RecordObservableInstruments();
        text.Gauge("movies_grains", "Grains active on this silo, by kind: YearOwner owns a year, Partition is derived from years.");
        foreach (var (kind, count) in Of(Grains).Where(static one => one.Label.StartsWith(OwnGrains, StringComparison.Ordinal)).OrderBy(static one => one.Label, StringComparer.Ordinal))
            text.Sample("movies_grains", count, ("kind", KindOf(kind)));
        WriteCalls(text);
        text.Counter("movies_grain_calls_timed_out_total", "Calls to grains that this silo made and that were not answered in time.");
        text.Sample("movies_grain_calls_timed_out_total", Of(TimedOut).Sum(static one => one.Value));
        text.Counter("movies_grain_long_turns_total", "Pieces of a grain's work that kept others of its silo waiting too long.");
        text.Sample("movies_grain_long_turns_total", Of(LongTurns).Sum(static one => one.Value));
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Orleans counts each call in one bucket, named by its edge in milliseconds; of the last one, the edge is the greatest number.</summary>
    private void WriteCalls(MetricsText text)
    {
        const int longest = 1_000_000;
        var buckets = new List<(double Edge, double Count)>();
        double calls = 0;
        foreach (var (edge, count) in Of(Buckets).Select(static one => (Edge: Milliseconds(one.Label), one.Value)).OrderBy(static one => one.Edge))
        {
            calls += count;
            if (edge < longest)
                buckets.Add((edge / 1000.0, calls));
        }
        buckets.Add((double.PositiveInfinity, calls));
        const string name = "movies_grain_call_duration_seconds";
        text.Histogram(name, "Time from a call to a grain by this silo, wherever the grain is, to its answer.");
        text.Histogram(name, buckets, Of(Sum).Sum(static one => one.Value) / 1000.0);
    }

    private IEnumerable<(string Label, long Value)> Of(string instrument) =>
        _values.Where(one => string.Equals(one.Key.Instrument, instrument, StringComparison.Ordinal)).Select(static one => (one.Key.Label, one.Value));

    /// <summary>Those that are asked tell what there is; the others, what has been added.</summary>
    private void Take(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = (instrument.Name, labels.IsEmpty ? "" : Convert.ToString(labels[0].Value, CultureInfo.InvariantCulture) ?? "");
        if (instrument.IsObservable)
            _values[key] = value;
        else
            _values.AddOrUpdate(key, value, (_, before) => before + value);
    }

    private static long Milliseconds(string label) =>
        long.TryParse(label.AsSpan().TrimEnd("ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var edge) ? edge : long.MaxValue;

    /// <summary>Of <c>MovieGrains.Grains.Owning.YearOwner,MovieGrains.Grains</c> the class.</summary>
    private static string KindOf(string type)
    {
        var name = type[..(type.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? comma : type.Length)];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
