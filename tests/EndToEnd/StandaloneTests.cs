using System.Net;
using System.Net.Sockets;

namespace MovieGrains.EndToEnd;

public sealed class StandaloneTests
{
    private const string Matrix = """{"title":"The Matrix","year":1999,"cast":["Keanu Reeves"],"genres":["Action"]}""";
    private const string Heat = """{"title":"Heat","year":1995,"cast":["Al Pacino"],"genres":["Crime"]}""";

    [Fact]
    public async Task Start_OverAFolder_SaysOneLineAndAnswers()
    {
        using var folder = new DropFolder();
        folder.Drop("a.json", $"[{Matrix},{Heat}]");
        await using var movies = await StandaloneProcess.StartAsync("--source", folder.Path);
        Assert.Contains(": 2 movies from 2 records in 1 file, loaded in ", movies.ReadyLine, StringComparison.Ordinal);
        var answer = await movies.JsonAsync("/movies?actor=reeves&year=1990..1999&genre=action&title=matr");
        Assert.Equal(1, answer.GetProperty("total").GetInt32());
        var id = answer.GetProperty("items")[0].GetProperty("id").GetString();
        Assert.Equal("The Matrix", (await movies.JsonAsync("/movies/" + id)).GetProperty("title").GetString());
        Assert.Equal(2, await movies.MetricAsync("movies_catalog_movies"));
        Assert.Equal(2, await movies.MetricAsync("movies_ingest_records_total{outcome=\"added\"}"));
    }

    [Fact]
    public async Task NewAndChangedFiles_AreServedWhileItRuns()
    {
        using var folder = new DropFolder();
        folder.Drop("a.json", $"[{Matrix}]");
        await using var movies = await StandaloneProcess.StartAsync("--source", folder.Path, "--poll", "0.05");
        var generation = await movies.MetricAsync("movies_catalog_generation");
        using var before = await movies.Client.GetAsync("/movies");

        folder.Drop("b.ndjson", Heat + "\n");
        await movies.UntilAsync(async () => await movies.MetricAsync("movies_catalog_movies") == 2, "the new file");
        Assert.True(await movies.MetricAsync("movies_catalog_generation") > generation);
        using var after = await movies.Client.GetAsync("/movies");
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);

        folder.Drop("a.json", $"[{Matrix.Replace("Action", "Science Fiction", StringComparison.Ordinal)}]");
        await movies.UntilAsync(async () => (await movies.JsonAsync("/genre/science_fiction")).GetProperty("total").GetInt32() == 1, "the changed file");
    }

    [Fact]
    public async Task BadFilesAndRecords_AreCountedAndTheRestIsServed()
    {
        using var folder = new DropFolder();
        folder.Drop("a.json", $$"""[{{Matrix}},{"title":"No year"},{"title":"Text year","year":"1999"},{"title":"Cast","year":1999,"cast":"x"}]""");
        folder.Drop("b.json", "this is no JSON");
        folder.Drop("c.json", "\uFEFF" + Heat);
        folder.Drop("d.json", "");
        await using var movies = await StandaloneProcess.StartAsync("--source", folder.Path);
        Assert.Equal(2, (await movies.JsonAsync("/movies")).GetProperty("total").GetInt32());
        Assert.Equal(3, await movies.MetricAsync("movies_ingest_records_total{outcome=\"rejected\"}"));
        Assert.True(await movies.MetricAsync("movies_ingest_files{state=\"quarantined\"}") >= 1);
        Assert.Contains("3 rejected", movies.ReadyLine, StringComparison.Ordinal);
        Assert.Contains("could not be loaded", movies.ReadyLine, StringComparison.Ordinal);
        Assert.Contains("b.json", movies.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WithADrain_ReadinessGoesFalseFirstThenItEndsWell(string signal)
    {
        using var folder = new DropFolder();
        await using var movies = await StandaloneProcess.StartAsync("--source", folder.Path, "--drain", "1.5");
        movies.Signal(signal);
        await movies.UntilAsync(
            async () =>
            {
                using var ready = await movies.Client.GetAsync("/readyz");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            "readiness to go false");
        using (var still = await movies.Client.GetAsync("/movies"))
            Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        Assert.Equal(0, await movies.EndAsync());
    }

    [Fact]
    public async Task PortTaken_OneClearLineAndAnExitCode()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (exitCode, output, errors) = await StandaloneProcess.RunAsync("--port", $"{port}");
        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        Assert.Contains($"Port {port} of 127.0.0.1 is taken", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadOption_UsageAndAnExitCode()
    {
        var (exitCode, output, errors) = await StandaloneProcess.RunAsync("--prot", "1");
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Contains("There is no option --prot.", errors, StringComparison.Ordinal);
        Assert.Contains("--port N", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_UsageAndNoError()
    {
        var (exitCode, output, errors) = await StandaloneProcess.RunAsync("--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("MOVIES_SOURCE", output, StringComparison.Ordinal);
        Assert.Equal("", errors.Trim());
    }
}
