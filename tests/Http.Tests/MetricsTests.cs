using System.Globalization;
using System.Text.RegularExpressions;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Tests;

public sealed partial class MetricsTests
{
    [Fact]
    public void Histogram_Buckets_AreContiguousAndNarrow()
    {
        for (long value = 0; value < 1 << 20; value++)
        {
            var bucket = LatencyHistogram.Bucket(value);
            Assert.InRange(LatencyHistogram.Bucket(value + 1) - bucket, 0, 1);
            Assert.InRange(Math.Abs(LatencyHistogram.Middle(bucket) - value), 0, Math.Max(0, value / 100.0));
        }
    }

    [Fact]
    public void Histogram_Percentiles_AreWithinOnePercent()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal([0, 0], histogram.Percentiles(0.5, 0.99));
        for (var i = 1; i <= 10_000; i++)
            histogram.Record(i * 1000L);
        var values = histogram.Percentiles(0, 0.5, 0.95, 0.99, 1);
        double[] expected = [1e3, 5e6, 9.5e6, 9.9e6, 1e7];
        for (var i = 0; i < values.Length; i++)
            Assert.InRange(values[i], expected[i] * 0.99, expected[i] * 1.01);
        Assert.Equal(10_000_000, histogram.Max);
    }

    [Fact]
    public void Histogram_ManyThreads_LosesNothing()
    {
        var meter = new RouteMeter("/x");
        Parallel.For(0, 100_000, i => meter.Record("GET", 200, i));
        Assert.Equal(100_000, meter.Count());
        Assert.Equal(99_999, meter.Latency.Max);
    }

    [Fact]
    public void Buckets_OnAnEdge_CountBelowIt()
    {
        var buckets = new DurationBuckets();
        buckets.Record(100_000);
        buckets.Record(100_001);
        buckets.Record(long.MaxValue / 2);
        Assert.Equal([1, 2, 2], buckets.Cumulative()[..3]);
        Assert.Equal(3, buckets.Cumulative()[^1]);
    }

    [Fact]
    public void Rate_OverAMinute_IsOfTheLastSamples()
    {
        var rate = new RateWindow();
        Assert.Equal(0, rate.PerSecond());
        for (var second = 0; second < 200; second++)
            rate.Sample(second < 100 ? 0 : (second - 100) * 5);
        Assert.Equal(5, rate.PerSecond());
    }

    [Fact]
    public void Text_LabelValues_AreEscaped()
    {
        var text = new MetricsText();
        text.Gauge("x", "a\\b\nc\"");
        text.Sample("x", double.PositiveInfinity, ("l", "a\\b\nc\""));
        Assert.Equal("# HELP x a\\\\b\\nc\"\n# TYPE x gauge\nx{l=\"a\\\\b\\nc\\\"\"} +Inf\n", text.ToString());
    }

    [Fact]
    public async Task Metrics_AfterRequests_ParseAndAddUp()
    {
        await using var surface = await TestSurface.StartAsync();
        foreach (var target in new[] { "/movies", "/movies?year=x", "/movies/2000-x", "/nothing" })
            (await surface.GetAsync(target)).Dispose();
        (await surface.SendAsync(HttpMethod.Head, "/movies")).Dispose();
        using var response = await surface.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var samples = Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies\",method=\"GET\",status=\"2xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies\",method=\"GET\",status=\"4xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies\",method=\"HEAD\",status=\"2xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"/movies/{id}\",method=\"GET\",status=\"4xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_count{route=\"other\",method=\"GET\",status=\"4xx\"}"]);
        Assert.Equal(1, samples["http_request_duration_seconds_bucket{route=\"/movies\",method=\"GET\",status=\"2xx\",le=\"+Inf\"}"]);
        Assert.Equal(1, samples["http_requests_in_flight"]);
        Assert.Equal(3, samples["movies_engine_duration_seconds_count"]);
        Assert.Equal(300, samples["movies_catalog_movies"]);
        Assert.Equal(7, samples["movies_catalog_generation"]);
        Assert.Equal(2, samples["movies_catalog_parts"]);
        Assert.Equal(123_456, samples["movies_catalog_bytes"]);
        Assert.True(samples["process_resident_memory_bytes"] > 1e6);
        Assert.True(samples["process_start_time_seconds"] > 1e9);
        Assert.True(samples.ContainsKey("dotnet_gc_collections_total{generation=\"2\"}"));
    }

    [Fact]
    public async Task PerfCounters_AfterRequests_HavePercentilesByRoute()
    {
        await using var surface = await TestSurface.StartAsync();
        for (var i = 0; i < 10; i++)
            (await surface.GetAsync("/movies")).Dispose();
        var counters = SurfaceTests.Json(await surface.Client.GetStringAsync("/perf_counters"));
        var movies = counters.GetProperty("routes").GetProperty("/movies");
        Assert.Equal(10, movies.GetProperty("count").GetInt64());
        var (p50, p99, max) = (movies.GetProperty("p50_ms").GetDouble(), movies.GetProperty("p99_ms").GetDouble(), movies.GetProperty("max_ms").GetDouble());
        Assert.True(p50 > 0 && p50 <= p99 && p99 <= max);
        Assert.InRange(counters.GetProperty("engine").GetProperty("p50_ms").GetDouble(), 0.0415, 0.0425);
        Assert.False(counters.GetProperty("routes").TryGetProperty("/years", out _));
    }

    /// <summary>Reads the text format strictly: HELP, TYPE, then the family's samples, each once.</summary>
    internal static Dictionary<string, double> Parse(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        var family = "";
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.True(families.Add(family = line.Split(' ')[2]), line);
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.Equal(family, line.Split(' ')[2]);
            else
                Add(samples, family, line);
        }
        return samples;
    }

    private static void Add(Dictionary<string, double> samples, string family, string line)
    {
        var match = Sample().Match(line);
        Assert.True(match.Success, line);
        Assert.Matches($"^{family}(_bucket|_sum|_count)?$", match.Groups["name"].Value);
        samples.Add(match.Groups["series"].Value, double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<series>(?<name>[a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})?) (?<value>\S+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    /// <summary>A page that was asked for while a result was counted for the first time was answered with 500.</summary>
    [Fact]
    public async Task WriteMeters_ResultsThatAreNewWhileTheyAreShown_FailNothing()
    {
        var meters = new WriteMeters();
        string[] results = ["added", "updated", "unchanged", "deleted", "rejected", "refused", "replayed"];
        var counting = Task.Run(() =>
        {
            for (var round = 0; round < 50_000; round++)
            {
                var fresh = new WriteMeters();
                Volatile.Write(ref meters, fresh);
                foreach (var result in results)
                    fresh.Count("post", result);
            }
        });
        do
            Volatile.Read(ref meters).Write(new MetricsText());
        while (!counting.IsCompleted);
        await counting;
    }
}
