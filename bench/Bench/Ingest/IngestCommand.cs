using System.CommandLine;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary><c>bench ingest</c>: the whole server, while files come, at restarts, and with writers.</summary>
internal static class IngestCommand
{
    private static readonly Option<string?> Standalone = new("--standalone") { Description = "MovieGrains.Standalone.dll; found when built." };
    private static readonly Option<string> Only = new("--only")
    {
        Description = "What to measure, of reads, restart, large, polls and writes.",
        DefaultValueFactory = _ => "reads,restart,large,polls,writes",
    };

    private static readonly Option<double> Rate = new("--rate") { Description = "Queries per second during ingest.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds of whatever has no end of its own: of reads, such in which the machine's host stole nothing.", DefaultValueFactory = _ => 10 };
    private static readonly Option<string> Records = new("--records") { Description = "Movies of the large set.", DefaultValueFactory = _ => "1m" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Restarts of each kind.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string> LargeBytes = new("--large-bytes") { Description = "Bytes of the large file.", DefaultValueFactory = _ => "2g" };
    private static readonly Option<bool> Gzip = new("--gzip") { Description = "Measure the large file compressed, too." };
    private static readonly Option<int> Files = new("--files") { Description = "Known files to look at.", DefaultValueFactory = _ => 10_000 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("ingest", "Reads during ingest, restarts, a large file, idle polls, writes.")
        {
            CommonOptions.Data, Standalone, Only, Rate, Seconds, Records, Rounds, LargeBytes, Gzip, Files, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new BenchException("Ingestion is measured with what only Linux tells of a process.");
        var folder = CommonOptions.DataFolder(parsed);
        var setup = new IngestSetup
        {
            Standalone = BuiltOutput.Standalone(parsed.GetValue(Standalone)),
            Small = folder is null ? MovieFeed.Generated(RealSet.Records) : MovieFeed.Folder(folder),
            LargeRecords = SizeText.Parse(parsed.GetRequiredValue(Records)),
            Rate = Math.Max(1, parsed.GetValue(Rate)),
            Time = TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(Seconds))),
            Rounds = Math.Max(1, parsed.GetValue(Rounds)),
            LargeFileBytes = ByteCount.Parse(parsed.GetRequiredValue(LargeBytes)),
            Gzip = parsed.GetValue(Gzip),
            KnownFiles = Math.Max(1, parsed.GetValue(Files)),
            Report = new Report(parsed.GetValue(CommonOptions.Markdown)),
        };
        foreach (var part in parsed.GetRequiredValue(Only).Split(','))
            await MeasureAsync(part.Trim(), setup, cancellation);
        setup.Report.Close();
    }

    private static Task MeasureAsync(string part, IngestSetup setup, CancellationToken cancellation) => part switch
    {
        "reads" => new ReadsDuringIngest(setup).RunAsync(cancellation),
        "restart" => new Restarts(setup).RunAsync(cancellation),
        "large" => new LargeFile(setup).RunAsync(cancellation),
        "polls" => new IdlePolls(setup).RunAsync(cancellation),
        "writes" => new Writes(setup).RunAsync(cancellation),
        _ => throw new BenchException($"'{part}' is nothing that is measured here: write reads, restart, large, polls or writes."),
    };
}
