using System.CommandLine;
using System.Globalization;
using MovieGrains.Bench.Engine;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;
using MovieGrains.Tests.Golden;

namespace MovieGrains.Bench.Quality;

/// <summary><c>bench search-quality</c>: the golden queries, asked of the engine and of others over the same movies.</summary>
internal static class QualityCommand
{
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each query is timed.",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<string> Engines = new("--engines")
    {
        Description = "Which searches to ask.",
        DefaultValueFactory = _ => "catalog,postgres,minisearch,orama",
    };

    private static readonly Option<bool> Misses = new("--misses") { Description = "Also list what each search missed." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("search-quality", "What full-text search finds, beside PostgreSQL, MiniSearch and Orama.")
        {
            Rounds, Engines, Misses, CommonOptions.Data, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = CommonOptions.DataFolder(parsed) ?? throw new BenchException("The golden queries are about the real set: name its folder with --data.");
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var queries = GoldenQuery.Read(Path.Combine(AppContext.BaseDirectory, "golden-queries.json"));
        await using var engine = new EngineUnderTest();
        await Loading.LoadAsync(engine, MovieFeed.Folder(folder), cancellation);
        var place = Directory.CreateTempSubdirectory("movies-quality");
        try
        {
            var movies = Path.Combine(place.FullName, "movies.ndjson");
            await ListedMovie.WriteAsync(engine.Catalog, movies, cancellation);
            var searches = new Searches(engine.Catalog, movies);
            var results = new List<QualityResult>();
            foreach (var name in parsed.GetRequiredValue(Engines).Split(','))
            {
                // One after the other, each alone: whoever waits takes memory and no more.
                await using var search = await searches.StartAsync(name, report, cancellation);
                if (search is not null)
                    results.Add(await QualityRun.RunAsync(search, queries, parsed.GetValue(Rounds), cancellation));
            }
            Show(report, queries, results, parsed.GetValue(Misses));
        }
        finally
        {
            place.Delete(recursive: true);
        }
        report.Close();
    }

    private static void Show(Report report, IReadOnlyList<GoldenQuery> queries, List<QualityResult> results, bool misses)
    {
        report.Show(QualityTables.Overview(queries.Count, results));
        report.Show(QualityTables.ByKind(queries, results));
        foreach (var result in results.Where(_ => misses))
            foreach (var miss in result.Score.Misses)
                Report.Progress(string.Create(CultureInfo.InvariantCulture, $"{result.Name} missed: {miss.Query.Q} ({miss.Query.Kind}), place {miss.Rank}"));
    }
}
