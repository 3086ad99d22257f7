using System.CommandLine;
using MovieGrains.Bench;
using MovieGrains.Bench.Cluster;
using MovieGrains.Bench.Crash;
using MovieGrains.Bench.Engine;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Quality;
using MovieGrains.Bench.Soak;

var root = new RootCommand("The measurements of MovieGrains; see bench/README.md.")
{
    GenerateCommand.Create(),
    EngineCommand.Create(),
    SearchCommand.Create(),
    CompactionCommand.Create(),
    HttpCommand.Create(),
    ClusterCommand.Create(),
    IngestCommand.Create(),
    CrashCommand.Create(),
    SoakCommand.Create(),
    QualityCommand.Create(),
    LoadCommand.Create(),
};
try
{
    // Long enough for servers that were started to be ended.
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
    return await root.Parse(args).InvokeAsync(invocation);
}
catch (OperationCanceledException)
{
    return 130;
}
catch (BenchException reason)
{
    Console.Error.WriteLine($"bench: {reason.Message}");
    return 1;
}
