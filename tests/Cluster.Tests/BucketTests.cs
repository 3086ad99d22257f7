using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MovieGrains.Tests.S3;

namespace MovieGrains.Cluster.Tests;

/// <summary>A bucket that goes while it is polled, and comes back.</summary>
public sealed class BucketTests
{
    private const string Source = "s3://movies/in/";

    private static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_ACCESS_KEY_ID"] = S3Server.Credential,
        ["AWS_SECRET_ACCESS_KEY"] = S3Server.Credential,
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere/credentials",
        ["AWS_CONFIG_FILE"] = "/nowhere/config",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    [Fact]
    public async Task Bucket_GoneWhileItIsPolled_CatalogueAnswersOnAndTakesWhatIsNewWhenItIsBack()
    {
        var bucket = new MemoryBucket();
        bucket.Put("in/a.json", Encoding.UTF8.GetBytes("""[{"title":"The Matrix","year":1999}]"""));
        var before = await FaultProxy.StartAsync(bucket.AskAsync);
        var port = before.Endpoint.Port;
        await using var silo = await ServerCommand.StartAsync(
            "Silo", Environment, "--silo-port", "0", "--gateway-port", "0", "--source", Source, "--s3-endpoint", before.Endpoint.AbsoluteUri, "--poll", "0.2");
        await using var api = await ServerCommand.ApiAsync("--gateway-port", silo.ReadyLine.Split("gateway port ")[1].Split(' ')[0]);
        await UntilAsync(async () => await TotalAsync(api, "/movies") == 1, "the movie");
        Assert.Equal(0, await FailuresAsync(silo));

        await before.DisposeAsync();
        await UntilAsync(async () => await FailuresAsync(silo) >= 2, "two failures in a row");

        Assert.True(silo.HasLogged($"{Source} could not be listed"));
        foreach (var server in new[] { silo, api })
        {
            using var ready = await server.Client.GetAsync("/readyz");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        }
        Assert.Equal(1, await TotalAsync(api, "/movies?title=matrix"));
        Assert.Equal(1, await TotalAsync(api, "/ingest/files?status=ingested"));
        using (var body = new StringContent("""{"title":"Written meanwhile","year":1999}""", Encoding.UTF8, "application/json"))
        using (var written = await api.Client.PostAsync(new Uri("/movies", UriKind.Relative), body))
            Assert.True(written.IsSuccessStatusCode);

        bucket.Put("in/b.json", Encoding.UTF8.GetBytes("""[{"title":"Heat","year":1995}]"""));
        await using var again = await FaultProxy.StartAsync(bucket.AskAsync, port);
        await UntilAsync(async () => await TotalAsync(api, "/movies") == 3, "the new file");
        await UntilAsync(async () => await FailuresAsync(silo) == 0, "a poll that goes through");
        Assert.Equal(2, await TotalAsync(api, "/ingest/files?status=ingested"));
        // What had been read before is not read once more.
        Assert.DoesNotContain(again.Requests, static request => FaultRules.Reading(request) && request.Path.EndsWith("/a.json", StringComparison.Ordinal));
    }

    private static async Task<int> TotalAsync(ServerCommand server, string target) =>
        JsonDocument.Parse(await server.Client.GetStringAsync(target)).RootElement.GetProperty("total").GetInt32();

    /// <summary>What the silo that polls the bucket says of it.</summary>
    private static async Task<double> FailuresAsync(ServerCommand silo)
    {
        const string sample = "movies_ingest_source_failures_in_a_row{source=\"" + Source + "\"} ";
        var line = (await silo.Client.GetStringAsync("/metrics")).Split('\n').Single(static line => line.StartsWith(sample, StringComparison.Ordinal));
        return double.Parse(line[sample.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
            Assert.True(!patience.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None), $"{what} did not come");
    }
}
