using System.CommandLine;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Engine;

/// <summary><c>bench search</c>: full-text search by the engine alone, at several sizes.</summary>
internal static class SearchCommand
{
    private const ulong Seed = 1;

    private const int Queries = 20_000;

    /// <summary>What the full-text index may take, as a multiple of the JSON.</summary>
    private const double MemoryRatio = 0.6;

    private static readonly Option<string> Sizes = new("--sizes")
    {
        Description = "Numbers of movies; 36k is the real set when --data names it.",
        DefaultValueFactory = _ => "36k,1.2m",
    };

    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds per size, at most.", DefaultValueFactory = _ => 20 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("search", "Full-text search as it is typed, letter by letter, with typos: its times and memory.")
        {
            Sizes, Seconds, CommonOptions.Data, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var table = new Table(
            "Full-text search as it is typed, one thread, 20 per page; µs", "movies", "p50", "p95", "p99", "max", "p95 budget", "allocated B",
            "index : JSON", "budget", "queries");
        foreach (var size in parsed.GetRequiredValue(Sizes).Split(',').Select(SizeText.Parse).Order())
            table.Add(await RowAsync(size, parsed, cancellation));
        report.Show(table);
        report.Close();
    }

    private static async Task<string[]> RowAsync(int size, ParseResult parsed, CancellationToken cancellation)
    {
        var feed = CommonOptions.DataFolder(parsed) is { } folder && size == RealSet.Records ? MovieFeed.Folder(folder) : MovieFeed.Generated(size);
        Report.Progress($"… loading {feed.Name}");
        await using var engine = new EngineUnderTest();
        var load = await Loading.LoadAsync(engine, feed, cancellation);
        Report.Progress("… asking");
        var vocabulary = Vocabulary.Of(feed, Seed);
        var asker = new Asker(engine.Catalog);
        var time = TimeSpan.FromSeconds(parsed.GetValue(Seconds));
        asker.WarmUp(new TypedTexts(vocabulary, Seed + 1).Draw(Queries / 4), time / 4);
        var found = asker.Run(new TypedTexts(vocabulary, Seed).Draw(Queries), time);
        var p95 = found.Latencies.Percentile(0.95);
        var budget = size <= 50_000 ? TimeSpan.FromMicroseconds(200) : size <= 1_200_000 ? TimeSpan.FromMilliseconds(2) : TimeSpan.MaxValue;
        var ratio = (double)engine.TextBytes / load.JsonBytes;
        return
        [
            SizeText.Of(size), Format.Micros(found.Latencies.Percentile(0.5)), Format.Micros(p95), Format.Micros(found.Latencies.Percentile(0.99)),
            Format.Micros(found.Latencies.Max), budget == TimeSpan.MaxValue ? "" : Verdict.Text($"≤ {Format.Micros(budget)}", p95 <= budget),
            Format.Number(found.Allocated), Format.Number(ratio), Verdict.Text($"≤ {MemoryRatio}", ratio <= MemoryRatio), Format.Number(found.Latencies.Count),
        ];
    }
}
