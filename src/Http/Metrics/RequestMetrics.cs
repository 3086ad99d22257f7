namespace MovieGrains.Http.Metrics;

/// <summary>What the HTTP surface measures, as metrics.</summary>
internal sealed class RequestMetrics(HttpMeters meters) : IMetricSource
{
    private const string Requests = "http_request_duration_seconds";

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Histogram(Requests, "Time from a request's headers to its answer handed to the connection.");
        foreach (var route in meters.Routes)
        {
            foreach (var (method, status, buckets) in route.Series())
                text.Histogram(Requests, buckets, ("route", route.Route), ("method", method), ("status", status));
        }
        text.Gauge("http_requests_in_flight", "Requests that have come and not yet been answered.");
        text.Sample("http_requests_in_flight", meters.InFlight);
    }
}
