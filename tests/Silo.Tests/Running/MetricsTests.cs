using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http.Hosting;
using Orleans;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>What a silo tells of itself.</summary>
[Collection(nameof(OverTwoSilos))]
public sealed class MetricsTests(TwoSilos cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfASilo_TellOfMembersGrainsCallsPullsAndRequests()
    {
        var silo = cluster.Silos[0];
        Assert.True(await silo.MarkLoadedWhenReadyAsync());
        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IYearOwner>(1999).GetStatusAsync();
        using var client = new HttpClient();
        using var ready = await client.GetAsync(silo.Urls.First() + "/readyz", Cancelled);

        var pages = await Task.WhenAll(cluster.Silos.Select(async one => (await client.GetStringAsync(one.Urls.First() + "/metrics", Cancelled)).Split('\n')));
        var page = pages[0];

        Assert.Contains("movies_cluster_silos{state=\"active\"} 2", page);
        Assert.Contains(pages.SelectMany(static lines => lines), static line => line.StartsWith("movies_grains{kind=\"YearOwner\"} ", StringComparison.Ordinal));
        Assert.DoesNotContain(pages.SelectMany(static lines => lines), static line => line.Contains("kind=\"ManagementGrain\"", StringComparison.Ordinal));
        var calls = Value(page, "movies_grain_call_duration_seconds_count");
        Assert.True(calls >= 1);
        Assert.Equal(calls, Value(page, "movies_grain_call_duration_seconds_bucket{le=\"+Inf\"}"));
        Assert.True(Value(page, "movies_grain_call_duration_seconds_bucket{le=\"0.001\"}") <= Value(page, "movies_grain_call_duration_seconds_bucket{le=\"0.01\"}"));
        Assert.Equal(0, Value(page, "movies_grain_calls_timed_out_total"));
        foreach (var operation in new[] { "read", "write" })
        {
            Assert.True(Value(page, $"movies_database_duration_seconds_count{{operation=\"{operation}\"}}") >= 0);
            Assert.Equal(0, Value(page, $"movies_database_failures_total{{operation=\"{operation}\"}}"));
            Assert.True(Value(page, $"movies_database_conflicts_total{{operation=\"{operation}\"}}") >= 0);
        }
        foreach (var name in new[] { "movies_pulls_total", "movies_pulled_bytes_total", "movies_pulled_years_total", "movies_pull_failures_total" })
        {
            foreach (var by in new[] { "replica", "partitions" })
                Assert.True(Value(page, $"{name}{{by=\"{by}\"}}") >= 0);
        }
        Assert.True(Value(page, "movies_owners_bytes") >= 0);
        Assert.Equal(0, Value(page, "movies_partitions_bytes"));
        Assert.Equal(0, Value(page, "movies_partial_questions_total"));
        Assert.True(Value(page, "http_request_duration_seconds_count{route=\"/readyz\",method=\"GET\",status=\"2xx\"}") >= 1);
        Assert.True(Value(page, "process_resident_memory_bytes") > 0);
        // The engine is asked by silos, and its time told by whoever answers the query.
        Assert.DoesNotContain(page, static line => line.StartsWith("movies_engine", StringComparison.Ordinal));
    }

    private static double Value(string[] page, string sample) => double.Parse(
        Assert.Single(page, line => line.StartsWith(sample + " ", StringComparison.Ordinal))[(sample.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
