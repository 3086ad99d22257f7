using System.CommandLine;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Crash;

/// <summary><c>bench crash</c>: kills Standalone under load, and finds out what became of every write.</summary>
internal static class CrashCommand
{
    private const int ProgressEvery = 20;

    private static readonly Option<string?> Standalone = new("--standalone") { Description = "The Standalone edition's dll, if not the one beside this program." };
    private static readonly Option<int> Kills = new("--kills") { Description = "How often to kill it.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seed = new("--seed") { Description = "What the workload and the instants are drawn from.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Large = new("--large") { Description = "Records of the large drop file.", DefaultValueFactory = _ => 5000 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("crash", "kill -9 at random instants under writes and ingest: nothing acknowledged may be lost or done twice.")
        {
            Kills, Seed, Large, Standalone, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = new CrashSettings
        {
            Standalone = BuiltOutput.Standalone(parsed.GetValue(Standalone)),
            Kills = Math.Max(1, parsed.GetValue(Kills)),
            Seed = parsed.GetValue(Seed),
            LargeRecords = Math.Max(1, parsed.GetValue(Large)),
        };
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var run = new CrashRun(settings);
        using (run)
            await run.RunAsync(kill => Tell(kill, run.Figures), cancellation);
        report.Show(TableOf(run, settings));
        foreach (var violation in run.Violations.First)
            report.Say($"violation, seed {settings.Seed}: {violation}");
        report.Close();
        return run.Violations.AreAny ? 1 : 0;
    }

    private static void Tell(int kill, CrashFigures figures)
    {
        if (kill % ProgressEvery == 0)
            Report.Progress($"… {kill} kills, {Format.Number(figures.Acknowledged)} writes acknowledged");
    }

    private static Table TableOf(CrashRun run, CrashSettings settings)
    {
        var figures = run.Figures;
        var starts = figures.Recoveries;
        var table = new Table($"kill -9 under writes and ingest, seed {settings.Seed}", "what", "count");
        table.Add("kills", Format.Number(figures.Kills.Values.Sum()));
        foreach (var (during, count) in figures.Kills)
            table.Add("  " + during, Format.Number(count));
        table.Add("acknowledged writes", Format.Number(figures.Acknowledged));
        table.Add("writes open at a kill, done", Format.Number(figures.Applied));
        table.Add("writes open at a kill, not done", Format.Number(figures.NotApplied));
        table.Add("guarded writes that came second", Format.Number(figures.Conflicts));
        table.Add("posts sent again after a kill", Format.Number(figures.Replays));
        table.Add("changes followed", Format.Number(figures.Changes));
        table.Add("  begun anew after a snapshot", Format.Number(figures.Expired));
        table.Add("drop files, versions", Format.Number(figures.Files));
        table.Add("records ingested", Format.Number(figures.Ingested));
        table.Add("snapshots taken", Format.Number(figures.Snapshots));
        table.Add("starts to ready", Format.Number(starts.Count));
        table.Add("  p50, s", starts.Count == 0 ? "" : Format.Number(starts[starts.Count / 2]));
        table.Add("  max, s", starts.Count == 0 ? "" : Format.Number(starts[^1]));
        table.Add("torn tails cut off", Format.Number(figures.TornTails));
        table.Add("  bytes", Format.Number(figures.TornBytes));
        table.Add("violations", Format.Number(run.Violations.Count));
        return table;
    }
}
