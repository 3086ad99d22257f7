using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using MovieGrains.Api.Settings;
using MovieGrains.Http.Hosting;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Silo.Tests.Running;

/// <summary>Word of objects, and the ledgers of several sources, through an API and a silo as they are composed to run.</summary>
public sealed class IngestTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("movies-silo-").FullName;
    private WebApplication silo = null!, api = null!; // Once initialized.
    private HttpClient client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "good.json"), """[{"title":"One","year":1999,"cast":["Ann"]},{"title":"Two"}]""", Cancelled);
        await File.WriteAllTextAsync(Path.Combine(folder, "torn.json"), "{", Cancelled);
        // Nobody answers there; word of the bucket's objects is taken all the same.
        var options = TwoSilos.Options(connection: null) with
        {
            Sources = [Place(folder), Place("s3://drops/in/")], S3Endpoint = new Uri("http://127.0.0.1:1"),
        };
        silo = Silo.Running.Composition.Build(WebApplication.CreateSlimBuilder(), options);
        await silo.StartAsync(Cancelled);
        api = MovieGrains.Api.Running.Composition.Build(WebApplication.CreateSlimBuilder(), new ApiOptions
        {
            ClusterId = "tests", ServiceId = "tests", GatewayPort = options.GatewayPort, Port = 0,
        });
        await api.StartAsync(Cancelled);
        client = new HttpClient { BaseAddress = new Uri(api.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await api.StopAsync(Cancelled);
        await silo.StopAsync(Cancelled);
        await api.DisposeAsync();
        await silo.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Notifications_OfABucket_AreTakenForWhatIsOfItsSource()
    {
        await UntilAsync("/ingest/files", 2);
        foreach (var path in new[] { "/ingest/notifications", "/notify" })
        {
            var (status, body) = await NotifyAsync(path, """{"bucket":"drops","key":"in/a.json"}""");
            Assert.True(status == HttpStatusCode.Accepted, body);
            Assert.Contains("/ingest/files/", body, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await NotifyAsync("/notify", """{"bucket":"drops","key":"out/a.json"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await NotifyAsync("/notify", """{"bucket":"others","key":"in/a.json"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await NotifyAsync("/notify", "{")).Status);

        using var probes = new HttpClient { BaseAddress = new Uri(silo.Urls.First()) };
        var metrics = await probes.GetStringAsync("/metrics", Cancelled);
        Assert.Contains("movies_ingest_notifications_total 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("movies_ingest_records_total{outcome=\"added\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("movies_ingest_source_failures_in_a_row{source=\"s3://drops/in/\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("movies_ingest_source_last_answer_time_seconds{source=\"s3://drops/in/\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("movies_ingest_source_poll_interval_seconds{source=\"s3://drops/in/\"}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OfAllSources_AreListedAndShownOneByOne()
    {
        await UntilAsync("/ingest/files?status=ingested", 1);
        await UntilAsync("/ingest/files?status=quarantined", 1);
        var second = await JsonAsync("/ingest/files?page=2&page_size=1");
        Assert.Equal((2, false, 1), (second.GetProperty("total").GetInt32(), second.GetProperty("has_more").GetBoolean(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal(0, (await JsonAsync("/ingest/files?page=1000000")).GetProperty("items").GetArrayLength());
        var file = (await JsonAsync("/ingest/files?status=ingested")).GetProperty("items")[0];
        Assert.Equal(1, (await JsonAsync("/ingest/files/" + file.GetProperty("id").GetString())).GetProperty("rejected_records").GetArrayLength());
        foreach (var (target, status) in new[] { ("/ingest/files/0123456789abcdef", HttpStatusCode.NotFound), ("/ingest/files?status=x", HttpStatusCode.BadRequest) })
        {
            using var response = await client.GetAsync(target, Cancelled);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task Sources_OfAMovie_AreItsFilesAndWritesWithTheirReports()
    {
        Assert.True(await api.MarkLoadedWhenReadyAsync());
        await UntilAsync("/movies", 1);
        var id = (await JsonAsync("/movies")).GetProperty("items")[0].GetProperty("id").GetString();
        using (var patch = new StringContent("""{"genres":["Drama"]}""", Encoding.UTF8, "application/merge-patch+json"))
            (await client.PatchAsync(new Uri("/movies/" + id, UriKind.Relative), patch, Cancelled)).EnsureSuccessStatusCode();
        var sources = (await JsonAsync($"/movies/{id}/sources")).GetProperty("sources");
        Assert.Equal(("write", "title year genres"), (sources[0].GetProperty("kind").GetString(), Fields(sources[0])));
        var file = sources[1];
        Assert.Equal("cast", Fields(file));
        Assert.Equal((Path.GetFileName(folder), "good.json", 0),
            (file.GetProperty("source").GetString(), file.GetProperty("key").GetString(), file.GetProperty("index").GetInt32()));
        Assert.Equal("good.json", (await JsonAsync(file.GetProperty("link").GetString()!)).GetProperty("key").GetString());
        // Nobody's year: no owner is made for it.
        using var none = await client.GetAsync("/movies/7-000000000000/sources", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Cluster_OfOneSilo_IsTheSiloAndItsYears()
    {
        Assert.True(await api.MarkLoadedWhenReadyAsync());
        await UntilAsync("/movies", 1);
        var cluster = await JsonAsync("/cluster");
        var only = Assert.Single(cluster.GetProperty("silos").EnumerateArray());
        Assert.Equal(("active", 1), (only.GetProperty("status").GetString(), only.GetProperty("movies").GetInt32()));
        Assert.InRange(only.GetProperty("bytes").GetInt64(), 1, long.MaxValue);
        var year = Assert.Single(cluster.GetProperty("partitions").EnumerateArray());
        Assert.Equal(("year/1999", only.GetProperty("name").GetString(), 1, 1),
            (year.GetProperty("name").GetString(), year.GetProperty("silo").GetString(), year.GetProperty("movies").GetInt32(), year.GetProperty("version").GetInt32()));
    }

    private static string Fields(JsonElement source) => string.Join(' ', source.GetProperty("fields").EnumerateArray().Select(static field => field.GetString()));

    private static SourcePlace Place(string text) => SourcePlace.Parse(text, mayBeAway: false, out var fault) ?? throw new ArgumentException(fault, nameof(text));

    private async Task<(HttpStatusCode Status, string Body)> NotifyAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task<JsonElement> JsonAsync(string target) => JsonDocument.Parse(await client.GetStringAsync(target, Cancelled)).RootElement;

    private async Task UntilAsync(string target, int total)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var response = await client.GetAsync(target, Cancelled);
            if (response.IsSuccessStatusCode
                && JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("total").GetInt32() == total)
                return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
