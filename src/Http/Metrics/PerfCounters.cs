using System.Text.Json;

namespace MovieGrains.Http.Metrics;

/// <summary>Requests and percentiles by route, as JSON; times in milliseconds.</summary>
internal static class PerfCounters
{
    /// <summary>Writes the counters of all routes that were asked at all.</summary>
    public static void Write(Utf8JsonWriter json, HttpMeters meters)
    {
        var uptime = meters.Uptime.TotalSeconds;
        json.WriteStartObject();
        json.WriteNumber("uptime_seconds", Math.Round(uptime, 3));
        json.WriteNumber("requests_in_flight", meters.InFlight);
        json.WriteStartObject("routes");
        foreach (var route in meters.Routes)
        {
            if (route.Count() > 0)
                WriteRoute(json, route, uptime);
        }
        json.WriteEndObject();
        json.WriteStartObject("engine");
        json.WriteNumber("count", meters.EngineBuckets.Cumulative()[^1]);
        WriteTimes(json, meters.EngineLatency);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRoute(Utf8JsonWriter json, RouteMeter route, double uptime)
    {
        var count = route.Count();
        json.WriteStartObject(route.Route);
        json.WriteNumber("count", count);
        WriteTimes(json, route.Latency);
        json.WriteNumber("per_second_since_start", Math.Round(count / Math.Max(uptime, 1e-3), 3));
        json.WriteNumber("per_second_last_minute", Math.Round(route.Rate.PerSecond(), 3));
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, LatencyHistogram latency)
    {
        var times = latency.Percentiles(0.5, 0.95, 0.99);
        json.WriteNumber("p50_ms", Milliseconds(times[0]));
        json.WriteNumber("p95_ms", Milliseconds(times[1]));
        json.WriteNumber("p99_ms", Milliseconds(times[2]));
        json.WriteNumber("max_ms", Milliseconds(latency.Max));
    }

    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 4);
}
