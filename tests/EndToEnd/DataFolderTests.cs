using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MovieGrains.EndToEnd;

/// <summary>What happens to the data folder of a real process.</summary>
public sealed class DataFolderTests : IDisposable
{
    private const string Matrix = """{"title":"The Matrix","year":1999,"cast":["Keanu Reeves"],"genres":["Action"]}""";
    private const int MostKilobytes = 256;

    private readonly DropFolder _source = new();
    private readonly DropFolder _parent = new();

    public DataFolderTests() => _source.Drop("a.json", Matrix);

    private string Folder => Path.Combine(_parent.Path, "data");

    private string[] Arguments => ["--source", _source.Path, "--data", Folder, "--poll", "0.05"];

    public void Dispose()
    {
        if (Directory.Exists(_source.Path))
            _source.Dispose();
        _parent.Dispose();
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFolder_IsToldWhoHasItAndTheFirstGoesOn()
    {
        await using var first = await StandaloneProcess.StartAsync(Arguments);

        var (exitCode, output, errors) = await StandaloneProcess.RunAsync([.. Arguments, "--port", "0"]);

        Assert.Equal(1, exitCode);
        Assert.Equal("", output);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("^MovieGrains: The data folder .* is used by process [0-9]+ on .*\\. Stop that, or name another folder\\.", line);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(first, 1)).Status);
        Assert.Equal(2, await TotalAsync(first));
    }

    [Fact]
    public async Task FullDisk_WritesAreRefusedReadingGoesOnAndNothingAcknowledgedIsLost()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sizes of files are bounded by the shell.");
        var acknowledged = 0;
        await using (var bounded = await StandaloneProcess.StartBoundedAsync(MostKilobytes, Arguments))
        {
            (HttpStatusCode Status, string Body) answer;
            while ((answer = await PostAsync(bounded, acknowledged)).Status == HttpStatusCode.Created)
                Assert.True(++acknowledged < MostKilobytes, "More was taken than there is room for.");
            Assert.Equal(HttpStatusCode.InsufficientStorage, answer.Status);
            Assert.EndsWith(":storage-full", JsonDocument.Parse(answer.Body).RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.Equal(acknowledged + 1, await TotalAsync(bounded));
            await bounded.KillAsync();
        }
        Assert.True(acknowledged > 0);

        await using var free = await StandaloneProcess.StartAsync(Arguments);

        Assert.Equal(acknowledged + 1, await TotalAsync(free));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(free, acknowledged)).Status);
    }

    [Fact]
    public async Task SourceThatHasGone_WithACatalogueInTheFolder_IsReadyAndTakesTheSourceWhenItComesBack()
    {
        await using (var before = await StandaloneProcess.StartAsync(Arguments))
        {
            Assert.Equal(HttpStatusCode.Created, (await PostAsync(before, 1)).Status);
            await before.KillAsync();
        }
        Directory.Delete(_source.Path, recursive: true);

        await using var movies = await StandaloneProcess.StartAsync(Arguments);

        Assert.Equal(2, await TotalAsync(movies));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(movies, 2)).Status);
        await movies.UntilAsync(() => Task.FromResult(movies.Errors.Contains("There is neither a folder nor a file", StringComparison.Ordinal)), "a word about the source");
        Directory.CreateDirectory(_source.Path);
        _source.Drop("b.json", Matrix.Replace("Matrix", "Source", StringComparison.Ordinal));
        await movies.UntilAsync(async () => await TotalAsync(movies) == 4, "the source");
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(StandaloneProcess movies, int number)
    {
        using var body = new StringContent($$"""{"title":"Posted {{number}}","year":2000,"extract":"{{new string('x', 16_000)}}"}""");
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await movies.Client.PostAsync("/movies", body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<int> TotalAsync(StandaloneProcess movies) =>
        (await movies.JsonAsync("/movies?page_size=1&fields=id")).GetProperty("total").GetInt32();
}
