using System.CommandLine;
using System.Diagnostics;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Movies;

/// <summary><c>bench generate</c>: movies as NDJSON, or their statistics beside the real set's.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string> Count = new("--count") { Description = "How many movies.", DefaultValueFactory = _ => "36k" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Another seed, other movies.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Out = new("--out") { Description = "The NDJSON file to write; standard output when absent." };
    private static readonly Option<bool> Stats = new("--stats") { Description = "Show statistics instead of movies." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("generate", "Seeded movies with the real set's distributions.")
        {
            Count, Seed, Out, Stats, CommonOptions.Data, CommonOptions.Markdown,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var generator = new MovieGenerator(SizeText.Parse(parsed.GetRequiredValue(Count)), parsed.GetValue(Seed));
        if (parsed.GetValue(Stats))
            ShowStatistics(generator, CommonOptions.DataFolder(parsed), new Report(parsed.GetValue(CommonOptions.Markdown)));
        else
            Write(generator, parsed.GetValue(Out));
    }

    /// <summary>Writes every movie on a line of its own.</summary>
    public static void Write(MovieGenerator generator, string? file)
    {
        using var output = file is null ? Console.OpenStandardOutput() : File.Create(file, bufferSize: 1 << 20);
        using var buffered = new BufferedStream(output, 1 << 20);
        for (var place = 0; place < generator.Count; place++)
        {
            buffered.Write(generator.Make(place));
            buffered.WriteByte((byte)'\n');
        }
    }

    private static void ShowStatistics(MovieGenerator generator, string? folder, Report report)
    {
        var speed = Speed(generator);
        var generated = new MovieStatistics();
        for (var place = 0; place < generator.Count; place++)
            generated.Add(generator.Make(place));
        var columns = new List<string[]> { MovieStatistics.Labels.ToArray(), generated.Values().ToArray() };
        if (folder is not null)
            columns.Add([.. Measure(MovieFeed.Folder(folder)).Values()]);
        var table = new Table("What the movies look like", folder is null ? ["", "generated"] : ["", "generated", "real set"]);
        for (var row = 0; row < columns[0].Length; row++)
            table.Add([.. columns.Select(column => column[row])]);
        report.Show(table);
        report.Say($"Generated at {Format.Number(speed)} movies/s on one thread.");
        report.Close();
    }

    private static MovieStatistics Measure(MovieFeed feed)
    {
        var statistics = new MovieStatistics();
        feed.Read((json, _) => statistics.Add(json));
        return statistics;
    }

    /// <summary>Movies per second, over the second half of at most a few hundred thousand: the first half is compiled.</summary>
    private static double Speed(MovieGenerator generator)
    {
        var half = Math.Min(generator.Count, 400_000) / 2;
        for (var place = 0; place < half; place++)
            generator.Make(place);
        var start = Stopwatch.GetTimestamp();
        for (var place = half; place < half * 2; place++)
            generator.Make(place);
        return half / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
