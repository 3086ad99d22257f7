using System.Net;
using System.Text;
using System.Text.Json;
using MovieGrains.Tests.S3;

namespace MovieGrains.EndToEnd;

/// <summary>Buckets that can't be reached, or not by us: told in a line, and made good without a restart.</summary>
public sealed class OutageTests(BucketServer bucket)
{
    private readonly string _prefix = bucket.NewPrefix();

    [Fact]
    public async Task Start_BucketUnreachableAndNothingKept_SaysWhyOnceAndLoadsWhenItIsBack()
    {
        await PutAsync("a.json", Ingestion.Matrix);
        var endpoint = await EndpointOfNobodyAsync();
        await using var movies = await StandaloneProcess.StartUnreadyAsync(AwsEnvironment.Right, Arguments(endpoint));
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_failed_polls_total") >= 2, "two failed polls");

        using (var ready = await movies.Client.GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            var problem = JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("The first load is not yet complete.", problem.GetProperty("detail").GetString());
        }
        using (var asked = await movies.Client.GetAsync("/movies"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, asked.StatusCode);
        AssertOneLine(movies, "could not be listed: the server can't be reached, or broke off");

        await using var proxy = await FaultProxy.StartAsync(bucket.Server.Endpoint, endpoint.Port);
        await movies.ReadyAsync();
        Assert.Contains("1 movie", movies.ReadyLine, StringComparison.Ordinal);
        Assert.Equal(1, await movies.MoviesAsync());
    }

    [Fact]
    public async Task Start_BucketUnreachableAndACatalogueKept_IsReadyAtOnceAndGoesOn()
    {
        await PutAsync("a.json", Ingestion.Matrix);
        using var data = new DataFolderOfTest();
        // The place's name is part of what is kept; where its server is, is not.
        await using (var before = await StandaloneProcess.StartAsync([.. Arguments(bucket.Server.Endpoint), "--data", data.Path]))
            Assert.Equal(1, await before.MoviesAsync());
        var endpoint = await EndpointOfNobodyAsync();

        await using var movies = await StandaloneProcess.StartAsync([.. Arguments(endpoint), "--data", data.Path]);

        Assert.Contains("1 movie kept from before", movies.ReadyLine, StringComparison.Ordinal);
        Assert.Equal(0, await movies.PollsAsync());
        Assert.Equal(1, (await movies.JsonAsync("/movies?title=matrix")).GetProperty("total").GetInt32());
        await PutAsync("b.json", Ingestion.Heat);
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_failed_polls_total") >= 1, "a failed poll");
        await using var proxy = await FaultProxy.StartAsync(bucket.Server.Endpoint, endpoint.Port);
        await movies.UntilAsync(async () => await movies.MoviesAsync() == 2, "the new file");
        Assert.DoesNotContain(proxy.Requests, request => FaultRules.Reading(request) && request.Path.EndsWith("/a.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithoutCredentials_SaysSoAndRecovers()
    {
        await PutAsync("a.json", Ingestion.Matrix);
        using var folder = new DropFolder();
        // The file must be there: which one it is, the SDK decides once.
        folder.Drop("credentials", "");
        var file = Path.Combine(folder.Path, "credentials");
        await using var movies = await StandaloneProcess.StartUnreadyAsync(new AwsEnvironment(null, file), Arguments(bucket.Server.Endpoint));
        await movies.UntilAsync(() => Task.FromResult(movies.Errors.Contains("no AWS credentials were found", StringComparison.Ordinal)), "the line");

        folder.Drop("credentials", $"[default]\naws_access_key_id = {S3Server.Credential}\naws_secret_access_key = {S3Server.Credential}\n");

        await movies.ReadyAsync();
        AssertOneLine(movies, "could not be listed: no AWS credentials were found: neither in the environment nor by web identity, profile, container or instance.");
        Assert.Equal(1, await movies.MoviesAsync());
    }

    [Fact]
    public async Task Start_WithCredentialsThatAreRefused_SaysSoAndRecovers()
    {
        var memory = new MemoryBucket();
        memory.Put(_prefix + "a.json", Encoding.UTF8.GetBytes(Ingestion.Matrix));
        var isKnown = false;
        await using var proxy = await FaultProxy.StartAsync(memory.AskAsync);
        // A server that learns of the credentials later; a wrong signature it would refuse for ever.
        proxy.Rules.Add(_ => !Volatile.Read(ref isKnown), Fault.Error(403, "InvalidAccessKeyId"), times: int.MaxValue);
        await using var movies = await StandaloneProcess.StartUnreadyAsync(AwsEnvironment.Right, Arguments(proxy.Endpoint));
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_failed_polls_total") >= 2, "two failed polls");

        Volatile.Write(ref isKnown, true);

        await movies.ReadyAsync();
        AssertOneLine(movies, "could not be listed: the server refuses the credentials (InvalidAccessKeyId).");
    }

    [Fact]
    public async Task Start_WithASecretThatIsWrong_SaysSoWithoutIt()
    {
        await using var proxy = await FaultProxy.StartAsync(new MemoryBucket().AskAsync);
        await using var movies = await StandaloneProcess.StartUnreadyAsync(new AwsEnvironment("WRONG-SECRET"), Arguments(proxy.Endpoint));

        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_failed_polls_total") >= 2, "two failed polls");

        AssertOneLine(movies, "could not be listed: the server refuses the credentials (SignatureDoesNotMatch).");
        Assert.DoesNotContain("WRONG-SECRET", movies.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutABucket_SaysSoAndRecoversWhenItIsMade()
    {
        var name = $"made-later-{_prefix.TrimEnd('/')}";
        await using var movies = await StandaloneProcess.StartUnreadyAsync(
            AwsEnvironment.Right, ["--source", $"s3://{name}", "--s3-endpoint", bucket.Server.Endpoint.AbsoluteUri, "--poll", "0.2"]);
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_ingest_failed_polls_total") >= 2, "two failed polls");
        AssertOneLine(movies, $"s3://{name}/ could not be listed: there is no bucket '{name}'.");

        await bucket.Server.MakeBucketAsync(name);

        await movies.ReadyAsync();
        Assert.Contains("0 movies", movies.ReadyLine, StringComparison.Ordinal);
    }

    private static void AssertOneLine(StandaloneProcess movies, string text)
    {
        var lines = movies.Errors.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count == 1, $"{lines.Count} lines: {movies.Errors}");
        Assert.DoesNotContain("   at ", movies.Errors, StringComparison.Ordinal);
    }

    /// <summary>An address at which nobody listens, and where somebody may later.</summary>
    private static async Task<Uri> EndpointOfNobodyAsync()
    {
        await using var proxy = await FaultProxy.StartAsync(new MemoryBucket().AskAsync);
        return proxy.Endpoint;
    }

    private Task PutAsync(string key, string content) => bucket.Server.PutAsync(_prefix + key, Encoding.UTF8.GetBytes(content));

    private string[] Arguments(Uri endpoint) => ["--source", Ingestion.Url(_prefix), "--s3-endpoint", endpoint.AbsoluteUri, "--poll", "0.2"];
}
