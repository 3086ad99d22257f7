using MovieGrains.Http.Telemetry;

namespace MovieGrains.Http.Metrics;

/// <summary>All that the HTTP surface measures of itself.</summary>
/// <param name="time">Measures durations.</param>
internal sealed class HttpMeters(TimeProvider time)
{
    private readonly List<RouteMeter> _routes = [];
    private readonly double _nanosecondsPerTick = 1e9 / time.TimestampFrequency;
    private readonly long _started = time.GetTimestamp();
    private long _inFlight;

    /// <summary>The routes' meters, in the order of the table; complete before the first request.</summary>
    public IReadOnlyList<RouteMeter> Routes => _routes;

    /// <summary>The engine's own time, over all queries.</summary>
    public LatencyHistogram EngineLatency { get; } = new();

    /// <summary>The same in the buckets of Prometheus.</summary>
    public DurationBuckets EngineBuckets { get; } = new();

    /// <summary>Requests that have come and not yet been answered.</summary>
    public long InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Time since measuring began.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(_started);

    /// <summary>Makes the meter of a route.</summary>
    public RouteMeter Add(string route)
    {
        var meter = new RouteMeter(route);
        _routes.Add(meter);
        return meter;
    }

    /// <summary>A request has come.</summary>
    /// <returns>The moment, for <see cref="Leave"/>.</returns>
    public long Enter()
    {
        Interlocked.Increment(ref _inFlight);
        return time.GetTimestamp();
    }

    /// <summary>The request is answered.</summary>
    public void Leave(RouteMeter route, string method, int status, long entered)
    {
        Interlocked.Decrement(ref _inFlight);
        route.Record(method, status, (long)((time.GetTimestamp() - entered) * _nanosecondsPerTick));
    }

    /// <summary>The engine has answered.</summary>
    public void Engine(TimeSpan duration)
    {
        var nanoseconds = duration.Ticks * TimeSpan.NanosecondsPerTick;
        EngineLatency.Record(nanoseconds);
        EngineBuckets.Record(nanoseconds);
        HttpTracing.EngineTook(duration);
    }
}
