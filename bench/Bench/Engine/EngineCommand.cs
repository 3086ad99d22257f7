using System.CommandLine;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Engine;

/// <summary><c>bench engine</c>: the engine alone, at several sizes.</summary>
internal static class EngineCommand
{
    /// <summary>A movie's JSON, as generated.</summary>
    private const long JsonBytes = 625;

    private static readonly Option<string> Sizes = new("--sizes")
    {
        Description = "Numbers of movies; 36k is the real set when --data names it.",
        DefaultValueFactory = _ => "36k,1.2m,10m",
    };

    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds per shape, at most.", DefaultValueFactory = _ => 3 };

    private static readonly Option<string?> Only = new("--shape") { Description = "Only the shapes whose name begins with this, and no suggestions." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("engine", "Load, memory and query times of the engine alone.")
        {
            Sizes, Seconds, Only, CommonOptions.Data, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var runs = new List<EngineRun>();
        var only = parsed.GetValue(Only);
        var shapes = Shapes.Named(only);
        foreach (var size in parsed.GetRequiredValue(Sizes).Split(',').Select(SizeText.Parse).Order())
        {
            if (!Fits(size, report))
                continue;
            var run = new EngineRun(FeedOf(size, CommonOptions.DataFolder(parsed)), TimeSpan.FromSeconds(parsed.GetValue(Seconds)), shapes, withSuggestions: only is null);
            await run.RunAsync(report, cancellation);
            runs.Add(run);
        }
        if (runs.Count > 1)
            report.Show(GrowthTable(runs[0], runs[^1]));
        report.Close();
    }

    private static MovieFeed FeedOf(int size, string? folder) =>
        folder is not null && size == RealSet.Records ? MovieFeed.Folder(folder) : MovieFeed.Generated(size);

    /// <summary>A size is measured only where what the budget allows while loading is there: swapping measures the disk.</summary>
    private static bool Fits(int size, Report report)
    {
        var needed = (long)(size * JsonBytes * EngineBudgets.PeakRatio);
        var available = Machine.AvailableBytes();
        if (needed <= available)
            return true;
        report.Say($"{SizeText.Of(size)} movies are skipped: they may take {Format.Bytes(needed)}, and {Format.Bytes(available)} are available.");
        return false;
    }

    private static Table GrowthTable(EngineRun small, EngineRun large)
    {
        var table = new Table(
            $"Growth from {SizeText.Of(small.Movies)} to {SizeText.Of(large.Movies)} movies ({Format.Number((double)large.Movies / small.Movies)} ×)",
            "shape", "p50 ×", "p95 ×", "budget");
        foreach (var shape in small.Results.Keys)
        {
            var p50 = Ratio(shape, 0.5);
            var promised = EngineBudgets.Selective.Contains(shape) && large.Movies <= EngineBudgets.LargestSize;
            table.Add(
                Shapes.Name(shape), Format.Number(p50), Format.Number(Ratio(shape, 0.95)),
                promised ? Verdict.Text($"p50 ≤ {EngineBudgets.Growth} ×", p50 <= EngineBudgets.Growth) : "");
        }
        return table;

        double Ratio(Shape shape, double share) =>
            large.Results[shape].Latencies.Percentile(share) / small.Results[shape].Latencies.Percentile(share);
    }
}
