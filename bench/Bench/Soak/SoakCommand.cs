using System.CommandLine;
using System.Globalization;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Soak;

/// <summary><c>bench soak</c>: everything at once for a long time, and whether it could go on for ever.</summary>
internal static class SoakCommand
{
    private static readonly Option<string?> Standalone = new("--standalone") { Description = "MovieGrains.Standalone.dll; found when built." };
    private static readonly Option<string> Edition = new("--edition") { Description = "What is soaked: standalone or cluster.", DefaultValueFactory = _ => "standalone" };
    private static readonly Option<int> Silos = new("--silos") { Description = "Silos of the cluster.", DefaultValueFactory = _ => 2 };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 30 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Reads per second.", DefaultValueFactory = _ => 300 };
    private static readonly Option<double> Writes = new("--writes") { Description = "Writes per second.", DefaultValueFactory = _ => 10 };
    private static readonly Option<double> Drops = new("--drops") { Description = "Seconds from one drop file to the next.", DefaultValueFactory = _ => 5 };
    private static readonly Option<double> Exports = new("--exports") { Description = "Seconds from one export to the next.", DefaultValueFactory = _ => 30 };
    private static readonly Option<string> Size = new("--size") { Description = "Movies to generate without --data.", DefaultValueFactory = _ => "36k" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "What the load is drawn from.", DefaultValueFactory = _ => 1 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("soak", "Reads, writes, drop files, followers and exports for half an hour: memory and latency must stay as they are.")
        {
            CommonOptions.Data, Edition, Standalone, Silos, Minutes, Rate, Writes, Drops, Exports, Size, Seed, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new BenchException("Processes are watched with what only Linux tells of them.");
        var settings = Settings(parsed);
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        using var place = new Workplace();
        DropFiles.WriteSet(settings.Feed, place.Source, version: 0);
        await using var server = await StartAsync(parsed, place, cancellation);
        var run = new SoakRun(server, place, settings);
        await run.RunAsync(static sample => Tell(sample), cancellation);
        report.Say(Title(parsed, settings));
        report.Show(SoakTables.OfSamples(run.Samples));
        var verdicts = SoakVerdicts.Judge(run.Samples, run.Violations.Count);
        report.Show(SoakTables.OfVerdicts(verdicts));
        report.Say(run.Beside);
        foreach (var violation in run.Violations.First)
            report.Say($"error: {violation}");
        report.Close();
        return verdicts.All(static verdict => verdict.IsKept) ? 0 : 1;
    }

    private static SoakSettings Settings(ParseResult parsed)
    {
        var folder = CommonOptions.DataFolder(parsed);
        return new SoakSettings
        {
            Time = TimeSpan.FromMinutes(Positive(parsed, Minutes)),
            Feed = folder is null ? MovieFeed.Generated(SizeText.Parse(parsed.GetRequiredValue(Size))) : MovieFeed.Folder(folder),
            Reads = Positive(parsed, Rate),
            Writes = Positive(parsed, Writes),
            Drops = TimeSpan.FromSeconds(Positive(parsed, Drops)),
            Exports = TimeSpan.FromSeconds(Positive(parsed, Exports)),
            Seed = parsed.GetValue(Seed),
        };
    }

    private static double Positive(ParseResult parsed, Option<double> option) =>
        parsed.GetValue(option) is >= 0.01 and <= 100_000 and var number ? number : throw new BenchException($"{option.Name} wants a number from 0.01 to 100,000.");

    private static async Task<ISoakServer> StartAsync(ParseResult parsed, Workplace place, CancellationToken cancellation) =>
        parsed.GetRequiredValue(Edition) switch
        {
            "standalone" => await SoakStandalone.StartAsync(BuiltOutput.Standalone(parsed.GetValue(Standalone)), place, cancellation),
            "cluster" => await SoakCluster.StartAsync(Math.Max(1, parsed.GetValue(Silos)), place, cancellation),
            var other => throw new BenchException($"'{other}' is no edition: write standalone or cluster."),
        };

    private static string Title(ParseResult parsed, SoakSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{parsed.GetValue(Edition)}, {settings.Feed.Name}, {settings.Time.TotalMinutes:0.##} min: {settings.Reads:0.##} reads/s, {settings.Writes:0.##} writes/s, "
        + $"a drop file each {settings.Drops.TotalSeconds:0.##} s, an export each {settings.Exports.TotalSeconds:0.##} s, two followers; seed {settings.Seed}.");

    private static void Tell(SoakSample sample) => Report.Progress(string.Create(
        CultureInfo.InvariantCulture,
        $"… {sample.End.TotalMinutes:0.0} min: {Format.Bytes(sample.Resident)} resident, p99 {Format.Micros(sample.P99)} µs, {sample.Errors} errors"));
}
