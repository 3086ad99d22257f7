using System.Net;
using MovieGrains.Tests.Telemetry;

namespace MovieGrains.Cluster.Tests;

/// <summary>What the processes of a cluster send by OTLP.</summary>
public sealed class TelemetryTests
{
    private const string Api = "moviegrains-api", Silo = "moviegrains-silo", Metrics = "/v1/metrics", Traces = "/v1/traces";

    [Fact]
    public async Task Otlp_Configured_OneTraceGoesFromTheApiThroughTheSilo_AndBothSendMetrics()
    {
        using var collector = new OtlpCollector();
        var environment = Environment(collector);
        await using var silo = await ServerCommand.StartAsync("Silo", environment, "--silo-port", "0", "--gateway-port", "0");
        var gateway = silo.ReadyLine.Split("gateway port ")[1].Split(' ')[0];
        await using var api = await ServerCommand.StartAsync("Api", environment, "--gateway-port", gateway);

        using (var found = await api.Client.GetAsync("/movies?year=1999", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, found.StatusCode);

        // The whole way: the request, its plan, the call that crosses to the silo, and what the engine did there.
        await UntilAsync(() => WayOf(collector.Spans()) is not null, "a trace from the API to the silo's engine");
        var spans = collector.Spans();
        var way = WayOf(spans)!;
        Assert.Equal("GET /movies", way[^1].Name);
        Assert.Equal("", way[^1].Parent);
        Assert.Contains(way, static span => span is { Service: Api, Name: "search" });
        foreach (var service in new[] { Api, Silo })
            Assert.Contains(way, span => span.Service == service && span.Name.Contains("Reader", StringComparison.Ordinal));
        await UntilAsync(() => collector.Spans().Exists(span => span is { Service: Api, Name: "plan" } && span.Trace == way[0].Trace), "the plan");
        await UntilAsync(() => collector.Spans().Exists(span => span is { Service: Silo, Name: "search parts" } && span.Trace == way[0].Trace), "the search");
        foreach (var attribute in new[] { "movies.parts", "movies.engine.duration", "movies.total" })
            await UntilAsync(() => collector.Has(Traces, attribute), attribute);
        foreach (var name in new[]
        {
            "http.server.request.duration", "movies.engine.duration", "movies.catalog_movies", "dotnet.gc.collections",
            "movies.replica_years", "movies.cluster_silos", "movies.grains", "movies.pulls", "movies.ingest_files",
        })
            await UntilAsync(() => collector.Has(Metrics, name), name);
    }

    /// <summary>The spans from the engine's merge in the silo up to the root, when all of them have come.</summary>
    private static List<OtlpSpan>? WayOf(List<OtlpSpan> spans)
    {
        foreach (var merge in spans.Where(static span => span is { Service: Silo, Name: "merge" }))
        {
            var way = new List<OtlpSpan> { merge };
            while (spans.Find(span => span.Id == way[^1].Parent && span.Trace == merge.Trace) is { } parent)
                way.Add(parent);
            if (way[^1] is { Service: Api, Parent: "" })
                return way;
        }
        return null;
    }

    private static async Task UntilAsync(Func<bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!isSo())
            Assert.True(!patience.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None), $"{what} did not come");
    }

    private static Dictionary<string, string> Environment(OtlpCollector collector) => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };
}
