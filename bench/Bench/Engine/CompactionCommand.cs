using System.CommandLine;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Engine;

/// <summary><c>bench compaction</c>: what small changes of a large catalogue cost, and what readers notice of them.</summary>
internal static class CompactionCommand
{
    private const ulong Seed = 1;

    private static readonly int[] BatchSizes = [1, 10, 100];

    private static readonly Option<string> Size = new("--size") { Description = "Movies loaded.", DefaultValueFactory = _ => "1m" };
    private static readonly Option<int> Updates = new("--updates") { Description = "Movies changed per batch size.", DefaultValueFactory = _ => 20_000 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("compaction", "Small changes of a large catalogue: their cost, and queries meanwhile.")
        {
            Size, Updates, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var generator = new MovieGenerator(SizeText.Parse(parsed.GetRequiredValue(Size)), Seed);
        var feed = MovieFeed.Generated(generator.Count, Seed);
        await using var engine = new EngineUnderTest();
        Report.Progress($"… loading {feed.Name}");
        await Loading.LoadAsync(engine, feed, cancellation);
        var vocabulary = Vocabulary.Of(feed, Seed);
        var mix = new QueryMix(vocabulary, Asker.Cursors(vocabulary.Movies, 500, Seed), Seed);
        var queries = mix.Draw(Shape.Mix, 20_000).ConvertAll(ask => ask.ToQuery());
        var reader = new Asker(engine.Catalog);
        reader.WarmUp(queries, TimeSpan.FromSeconds(2));
        var idle = reader.Run(queries, TimeSpan.FromSeconds(5));

        var table = new Table(
            $"Changing {Format.Number(parsed.GetValue(Updates))} of {SizeText.Of(generator.Count)} movies; times in µs", "movies per commit", "commits/s",
            "commit p50", "p99", "max", "per movie", "most parts", "rewritten per change", "query p50", "p95", "idle p50", "p95");
        for (var i = 0; i < BatchSizes.Length; i++)
        {
            Report.Progress($"… {BatchSizes[i]} movies per commit");
            var changes = new Changes(engine, generator, version: i + 1, BatchSizes[i]);
            table.Add(Row(await changes.RunAsync(parsed.GetValue(Updates), queries, cancellation), idle));
        }
        report.Show(table);
        report.Close();
    }

    private static string[] Row(ChangesResult found, AskResult idle) =>
    [
        Format.Number(found.BatchSize), Format.Number(found.Commits.Count / found.Time.TotalSeconds),
        Format.Micros(found.Commits.Percentile(0.5)), Format.Micros(found.Commits.Percentile(0.99)), Format.Micros(found.Commits.Max),
        Format.Micros(found.Time / ((double)found.Commits.Count * found.BatchSize)), Format.Number(found.MostParts),
        Format.Number(found.Rewritten),
        Format.Micros(found.Queries.Percentile(0.5)), Format.Micros(found.Queries.Percentile(0.95)),
        Format.Micros(idle.Latencies.Percentile(0.5)), Format.Micros(idle.Latencies.Percentile(0.95)),
    ];
}
