using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Silo.Running;

/// <summary>What Orleans counts of grains and calls, as metrics. Orleans tells it to listeners alone, so this is one, for as long as the silo
/// runs.</summary>
/// <remarks>What is counted before it listens is lost: it is made before the silo starts.</remarks>
internal sealed class OrleansMetrics : IMetricSource, IDisposable
{
    private const string Grains = "orleans-grains", Calls = "orleans-app-requests-latency";
    private const string TimedOut = "orleans-app-requests-timedout", LongTurns = "orleans-scheduler-long-running-turns";
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly MeterListener _listener = new();
    private readonly IReadOnlyDictionary<string, string> _kinds;
    private readonly ConcurrentDictionary<string, long> _grains = new(StringComparer.Ordinal);
    private readonly DurationBuckets _calls = new();
    private long _timedOut, _longTurns;

    /// <summary>Begins to listen.</summary>
    /// <param name="meters">Of the silo: of several silos in one process, as tests have, each has its own.</param>
    /// <param name="kinds">Grains worth telling of: the names of their types, as Orleans has them, and by which they are told.</param>
    public OrleansMetrics(IMeterFactory meters, IReadOnlyDictionary<string, string> kinds)
    {
        _kinds = kinds;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Microsoft.Orleans" && ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name is Grains or Calls or TimedOut or LongTurns)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, added, labels, _) => Count(instrument.Name, added, labels));
        _listener.SetMeasurementEventCallback<long>((instrument, added, labels, _) => Count(instrument.Name, added, labels));
        _listener.SetMeasurementEventCallback<double>((_, milliseconds, _, _) => _calls.Record((long)(milliseconds * NanosecondsPerMillisecond)));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Gauge("movies_grains", "Grains active on this silo, by kind: YearOwner owns a year, Partition is derived from years.");
        foreach (var (type, kind) in _kinds.OrderBy(static one => one.Value, StringComparer.Ordinal))
        {
            if (_grains.TryGetValue(type, out var count))
                text.Sample("movies_grains", count, ("kind", kind));
        }
        const string duration = "movies_grain_call_duration_seconds";
        text.Histogram(duration, "Time from a call to a grain by this silo, wherever the grain is, to its answer.");
        text.Histogram(duration, _calls);
        text.Counter("movies_grain_calls_timed_out_total", "Calls to grains that this silo made and that were not answered in time.");
        text.Sample("movies_grain_calls_timed_out_total", Volatile.Read(ref _timedOut));
        text.Counter("movies_grain_long_turns_total", "Pieces of a grain's work that kept others of its silo waiting too long.");
        text.Sample("movies_grain_long_turns_total", Volatile.Read(ref _longTurns));
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Count(string instrument, long added, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (instrument is TimedOut)
            Interlocked.Add(ref _timedOut, added);
        else if (instrument is LongTurns)
            Interlocked.Add(ref _longTurns, added);
        else if (!labels.IsEmpty && Convert.ToString(labels[0].Value, CultureInfo.InvariantCulture) is { } type)
            _grains.AddOrUpdate(type, added, (_, before) => before + added);
    }
}
