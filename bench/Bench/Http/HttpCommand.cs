using System.CommandLine;
using System.Globalization;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Http;

/// <summary><c>bench http</c>: Standalone beside a bare endpoint that writes as many bytes.</summary>
internal static class HttpCommand
{
    private const ulong Seed = 1;

    /// <summary>Different queries of a shape; at 40,000 a second each comes around a few times a round.</summary>
    private const int QueriesPerShape = 10_000;

    /// <summary>Answers whose length is averaged for the bare endpoint.</summary>
    private const int Probed = 1000;

    /// <summary>Places that deep pages begin at.</summary>
    private const int Cursors = 1000;

    private static readonly Option<string?> Url = new("--url") { Description = "Measure a server that runs already; --data names what it serves." };
    private static readonly Option<string?> Standalone = new("--standalone") { Description = "MovieGrains.Standalone.dll; found when built." };
    private static readonly Option<string?> Bare = new("--bare") { Description = "MovieGrains.Bare.dll; found when built." };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Pairs of runs per shape.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Seconds per run.", DefaultValueFactory = _ => 4 };
    private static readonly Option<string?> Shape = new("--shape") { Description = "Only the shapes whose name begins with this." };
    private static readonly Option<string> Size = new("--size") { Description = "Movies to generate without --data.", DefaultValueFactory = _ => "36k" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("http", "Requests per second and latency beside a bare endpoint's.")
        {
            CommonOptions.Data, Url, Standalone, Bare, Rounds, Seconds, Shape, Size, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Wrk.Require();
        using var folder = SourceFolder.Of(CommonOptions.DataFolder(parsed), SizeText.Parse(parsed.GetRequiredValue(Size)));
        await using var bare = await ServerProcess.StartAsync(
            BuiltOutput.Bare(parsed.GetValue(Bare)), port => [$"--urls=http://127.0.0.1:{port}"], "/bare", TimeSpan.FromSeconds(15), cancellation);
        await using var ours = parsed.GetValue(Url) is null ? await StartStandaloneAsync(parsed, folder, cancellation) : null;
        var address = ours?.Address ?? CommonOptions.Server(parsed.GetRequiredValue(Url)!);
        var seconds = TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(Seconds)));
        var settings = new HttpSettings(Math.Max(1, parsed.GetValue(Rounds)), seconds, TimeSpan.FromSeconds(Math.Min(2, seconds.TotalSeconds)));

        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var vocabulary = Vocabulary.Of(folder.Feed, Seed);
        using var probe = new AnswerProbe(address);
        var mix = new QueryMix(vocabulary, await probe.CursorsAsync(Cursors, Seed, cancellation), Seed);
        var run = new HttpRun(mix, probe, new HttpComparison(bare.Address, address, settings), QueriesPerShape, Probed);
        await run.MeasureAsync(Shapes.Named(parsed.GetValue(Shape)), cancellation);
        report.Say($"{folder.Feed.Name}: {Format.Number(vocabulary.Count)} records; {settings.Rounds} rounds of "
            + $"{settings.Round.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s for each server, in turn.");
        run.Show(report);
        if (ours is not null)
        {
            report.Say($"Standalone was ready {Format.Number(ours.ReadyAfter.TotalSeconds)} s after its process began (real set: ≤ 1 s); "
                + $"it has {Format.Bytes(ours.ResidentBytes)} resident after the run (≤ 150 MB).");
        }
        report.Close();
    }

    private static Task<ServerProcess> StartStandaloneAsync(ParseResult parsed, SourceFolder folder, CancellationToken cancellation) =>
        ServerProcess.StartAsync(
            BuiltOutput.Standalone(parsed.GetValue(Standalone)),
            port => ["--source", folder.Path, "--data", folder.Data, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1"],
            "/readyz", TimeSpan.FromMinutes(5), cancellation);
}
