using System.CommandLine;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Load;

/// <summary><c>bench load</c>: the open-loop generator alone, against any server.</summary>
internal static class LoadCommand
{
    private static readonly Option<string> Url = new("--url") { Description = "The server, as http://127.0.0.1:8080.", Required = true };
    private static readonly Option<string> Paths = new("--paths") { Description = "File of paths, one a line.", Required = true };
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests per second.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Connections = new("--connections")
    {
        Description = "Connections kept alive.",
        DefaultValueFactory = _ => Wrk.Connections,
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("load", "Requests at a steady rate; latency from the moment each was due.")
        {
            Url, Paths, Rate, Seconds, Connections, CommonOptions.Markdown,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var paths = File.ReadAllLines(parsed.GetRequiredValue(Paths));
        using var load = new OpenLoop(CommonOptions.Server(parsed.GetRequiredValue(Url)), paths, parsed.GetValue(Connections));
        var rate = parsed.GetValue(Rate);
        load.Run(rate, TimeSpan.FromSeconds(1), cancellation);
        var result = load.Run(rate, TimeSpan.FromSeconds(parsed.GetValue(Seconds)), cancellation);
        var report = new Report(parsed.GetValue(CommonOptions.Markdown));
        var table = new Table("Open loop", "due/s", "answered/s", "p50 µs", "p95 µs", "p99 µs", "max µs", "failures", "sent late, p99 µs", "own cores");
        table.Add(
            Format.Number(result.Rate), Format.Number(result.Reached), Format.Micros(result.Latencies.Percentile(0.5)),
            Format.Micros(result.Latencies.Percentile(0.95)), Format.Micros(result.Latencies.Percentile(0.99)),
            Format.Micros(result.Latencies.Max), Format.Number(result.Failures), Format.Micros(result.Delay99), Format.Number(result.Cores));
        report.Show(table);
        report.Close();
    }
}
