using System.CommandLine;
using System.Globalization;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Cluster;

/// <summary><c>bench cluster</c>: a cluster on this machine beside Standalone, over the same movies.</summary>
internal static class ClusterCommand
{
    private const ulong Seed = 1;

    /// <summary>Different queries; at 20,000 a second each comes around a few times a round.</summary>
    private const int Queries = 10_000;

    /// <summary>Places that deep pages begin at.</summary>
    private const int Cursors = 1000;

    private static readonly Option<string?> Standalone = new("--standalone") { Description = "MovieGrains.Standalone.dll; found when built." };
    private static readonly Option<int> Silos = new("--silos") { Description = "Silos.", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Pairs of runs.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "Seconds per run.", DefaultValueFactory = _ => 4 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests per second of the open loop.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<string> Size = new("--size") { Description = "Movies to generate without --data.", DefaultValueFactory = _ => "36k" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("cluster", "Requests per second and latency of an API, silos and PostgreSQL beside Standalone's.")
        {
            CommonOptions.Data, Standalone, Silos, Rounds, Seconds, Rate, Size, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Wrk.Require();
        using var folder = SourceFolder.Of(CommonOptions.DataFolder(parsed), SizeText.Parse(parsed.GetRequiredValue(Size)));
        await using var cluster = await ClusterProcess.StartAsync(folder.Path, Math.Max(1, parsed.GetValue(Silos)), cancellation);
        await using var standalone = await ServerProcess.StartAsync(
            BuiltOutput.Standalone(parsed.GetValue(Standalone)),
            port => ["--source", folder.Path, "--data", folder.Data, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1"],
            "/readyz", TimeSpan.FromMinutes(5), cancellation);
        using var probe = new AnswerProbe(standalone.Address);
        var vocabulary = Vocabulary.Of(folder.Feed, Seed);
        var mix = new QueryMix(vocabulary, await probe.CursorsAsync(Cursors, Seed, cancellation), Seed);
        var paths = mix.Draw(Shape.Mix, Queries).ConvertAll(ask => ask.ToPath());
        var seconds = TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(Seconds)));
        var settings = new HttpSettings(Math.Max(1, parsed.GetValue(Rounds)), seconds, TimeSpan.FromSeconds(Math.Min(4, seconds.TotalSeconds)));
        var run = new ClusterRun(standalone.Address, cluster.Address, paths, settings);

        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        report.Say($"{folder.Feed.Name}: {Format.Number(vocabulary.Count)} records; the mix; {settings.Rounds} rounds of "
            + $"{settings.Round.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s for each edition, in turn; {parsed.GetValue(Silos)} silos.");
        report.Show(await run.SaturateAsync(cancellation));
        report.Show(run.AtRate(parsed.GetValue(Rate), cancellation));
        report.Close();
    }
}
