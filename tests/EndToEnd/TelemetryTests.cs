using System.Net;
using System.Text;
using MovieGrains.Tests.Telemetry;

namespace MovieGrains.EndToEnd;

/// <summary>What the real process sends by OTLP.</summary>
public sealed class TelemetryTests
{
    private const string Traces = "/v1/traces", Metrics = "/v1/metrics", Logs = "/v1/logs";

    [Fact]
    public async Task Otlp_Configured_SendsTracesMetricsAndLogsByTheirConventionalNames()
    {
        using var drops = new DropFolder();
        drops.Drop("movies.json", """[{"title":"The Matrix","year":1999,"cast":["Keanu Reeves"]}]""");
        using var collector = new OtlpCollector();
        await using var process = await StandaloneProcess.StartAsync(Environment(collector), "--source", drops.Path);
        using var found = await process.Client.GetAsync("/movies?title=matrix&year=1990..1999");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        using var refused = await process.Client.GetAsync("/movies?bad=1");
        using var posted = await process.Client.PostAsync("/movies", new StringContent("""{"title":"Another","year":2000}""", Encoding.UTF8, "application/json"));

        foreach (var text in new[]
        {
            "moviegrains-of-a-test", "GET /movies", "http.request.method", "http.route", "url.path", "http.response.status_code", "plan", "search",
            "search parts", "movies.parts", "merge", "movies.engine.duration", "bad-parameter",
        })
            await HasAsync(process, collector, Traces, text);
        foreach (var text in new[]
        {
            "http.server.request.duration", "http.server.active_requests", "/movies", "kestrel.active_connections", "dotnet.gc.collections",
            "movies.engine.duration", "movies.writes", "service.name",
        })
            await HasAsync(process, collector, Metrics, text);
        // Buckets fine enough to see whether p95 keeps below 5 ms.
        foreach (var edge in new[] { 0.0005, 0.001, 0.002, 0.005 })
            await process.UntilAsync(() => Task.FromResult(collector.Has(Metrics, edge)), $"a bucket up to {edge} s");
        await HasAsync(process, collector, Logs, "MovieGrains.Audit");
        Assert.DoesNotContain("OpenTelemetry", process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Otlp_OneSignal_SendsNoOther()
    {
        using var drops = new DropFolder();
        drops.Drop("movies.json", """[{"title":"The Matrix","year":1999}]""");
        using var collector = new OtlpCollector();
        var environment = AwsEnvironment.Right with
        {
            Others = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = collector.Endpoint + "v1/metrics",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            },
        };
        await using var process = await StandaloneProcess.StartAsync(environment, "--source", drops.Path);
        using var found = await process.Client.GetAsync("/movies");
        await HasAsync(process, collector, Metrics, "http.server.request.duration");
        Assert.False(collector.Has(Traces, ""));
        Assert.False(collector.Has(Logs, ""));
    }

    private static AwsEnvironment Environment(OtlpCollector collector) => AwsEnvironment.Right with
    {
        Others = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SERVICE_NAME"] = "moviegrains-of-a-test",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        },
    };

    private static Task HasAsync(StandaloneProcess process, OtlpCollector collector, string path, string text) =>
        process.UntilAsync(() => Task.FromResult(collector.Has(path, text)), $"{text} at {path}");
}
