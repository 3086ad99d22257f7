using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MovieGrains.Deploy.Tests.Running;

namespace MovieGrains.Deploy.Tests.Images;

/// <summary>What the Dockerfiles publish starts and answers where there is a runtime and nothing else.</summary>
public sealed partial class PublishedTests(BuildContext context) : IClassFixture<BuildContext>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Standalone_Published_StartsAnswersAndIsRestored()
    {
        var file = Dockerfile.Of("Standalone");
        var app = await context.BuildAsync(file);
        var data = Path.Combine(app, "..", "data");
        await RunAsync(app, file, data, async (client, url) =>
        {
            var answer = JsonNode.Parse(await client.GetStringAsync(url + "/movies?title=matrix"))!;
            Assert.Equal(4, answer.Number("total"));
            Assert.Equal(0, await ProbeAsync(app, url + "/readyz"));
            Assert.Equal(1, await ProbeAsync(app, url + "/movies/1999-none"));
            using var movie = new StringContent("""{"title":"Kept","year":2026}""", Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsync(url + "/movies", movie)).StatusCode);
            // As docs/operations.md backs it up: while it runs.
            (await Command.RunAsync("cp", "-a", data, data + "-backup")).Succeeded();
        });
        await RunAsync(app, file, data + "-backup", static async (client, url) =>
            Assert.Equal(1, JsonNode.Parse(await client.GetStringAsync(url + "/movies?name=kept"))!.Number("total")));
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Api")]
    public async Task ClusterProgram_Published_Starts(string program)
    {
        Assert.SkipUnless(File.Exists(Project.PathOf("artifacts/silo/MovieGrains.Silo.dll")), "the cluster is not built here");
        var app = await context.BuildAsync(Dockerfile.Of(program));
        using var process = Start(app, program, Dockerfile.Of(program).Environment, ("MOVIES_PORT", "none"));
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("MOVIES_PORT: 'none' is not a whole number from 0 to 65535.", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>Runs Standalone for as long as something is done with it.</summary>
    private static async Task RunAsync(string app, Dockerfile file, string data, Func<HttpClient, string, Task> use)
    {
        using var process = Start(app, "Standalone", file.Environment, ("MOVIES_PORT", "0"), ("MOVIES_BIND", "127.0.0.1"), ("MOVIES_DATA", data));
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            using var client = new HttpClient();
            await use(client, Url().Match(line ?? "").Value);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts a program as its image does: with the image's variables, the runtime, and no path to anything.</summary>
    private static Process Start(string app, string program, Dictionary<string, string> environment, params (string Name, string Value)[] own)
    {
        var start = new ProcessStartInfo(Path.Combine(app, "MovieGrains." + program))
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = app,
        };
        start.Environment.Clear();
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath)!;
        foreach (var (name, value) in environment.Select(static pair => (pair.Key, pair.Value)).Concat(own))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<int> ProbeAsync(string app, string url)
    {
        var root = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath)! };
        return (await Command.RunAsync(Path.Combine(app, "MovieGrains.Standalone"), ["--probe", url], new Surroundings { Variables = root })).ExitCode;
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Url();
}
