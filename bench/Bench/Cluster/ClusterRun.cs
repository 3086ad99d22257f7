using MovieGrains.Bench.Http;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Cluster;

/// <summary>Both editions asked in turn, so that what the machine does meanwhile hits both alike.</summary>
/// <param name="standalone">The one process.</param>
/// <param name="cluster">The cluster's API.</param>
/// <param name="paths">What is asked.</param>
/// <param name="settings">How long and how often.</param>
internal sealed class ClusterRun(Uri standalone, Uri cluster, IReadOnlyList<string> paths, HttpSettings settings)
{
    /// <summary>The promise: requests per second of the cluster, as fast as it goes.</summary>
    private const double RateBudget = 10_000;

    /// <summary>The promise: its p99 at the steady rate.</summary>
    private static readonly TimeSpan P99Budget = TimeSpan.FromMilliseconds(5);

    /// <summary>As fast as both go, alternately.</summary>
    public async Task<Table> SaturateAsync(CancellationToken cancellation)
    {
        using var file = new PathsFile(paths);
        List<WrkResult> ofStandalone = [], ofCluster = [];
        foreach (var server in new[] { standalone, cluster })
            await Wrk.RunAsync(server, file.Name, settings.WarmUp, Wrk.Connections, cancellation);
        for (var round = 0; round < settings.Rounds; round++)
        {
            Report.Progress($"… as fast as it goes, round {round + 1}");
            ofStandalone.Add(await Wrk.RunAsync(standalone, file.Name, settings.Round, Wrk.Connections, cancellation));
            ofCluster.Add(await Wrk.RunAsync(cluster, file.Name, settings.Round, Wrk.Connections, cancellation));
        }
        var table = new Table(
            $"As fast as it goes (wrk, 1 thread, {Wrk.Connections} connections; the median round; times in µs)",
            "edition", "req/s", "p50", "p95", "p99", "budget", "failures");
        Add(table, "Standalone", ofStandalone, static _ => "");
        Add(table, "cluster", ofCluster, static rate => Verdict.Text("≥ 10,000/s", rate >= RateBudget));
        return table;
    }

    /// <summary>So many requests per second to both, alternately.</summary>
    public Table AtRate(double rate, CancellationToken cancellation)
    {
        using var toStandalone = new OpenLoop(standalone, paths, Wrk.Connections);
        using var toCluster = new OpenLoop(cluster, paths, Wrk.Connections);
        toStandalone.Run(rate, settings.WarmUp, cancellation);
        toCluster.Run(rate, settings.WarmUp, cancellation);
        List<OpenLoopResult> ofStandalone = [], ofCluster = [];
        for (var round = 0; round < settings.Rounds; round++)
        {
            Report.Progress($"… at {Format.Number(rate)}/s, round {round + 1}");
            ofStandalone.Add(toStandalone.Run(rate, settings.Round, cancellation));
            ofCluster.Add(toCluster.Run(rate, settings.Round, cancellation));
        }
        var table = new Table(
            $"At {Format.Number(rate)} requests per second (open loop, Poisson arrivals; all rounds; times in µs from the moment a request was due)",
            "edition", "p50", "p95", "p99", "longest", "budget", "generator cores", "sent late, p99", "failures");
        Add(table, "Standalone", ofStandalone, static _ => "");
        Add(table, "cluster", ofCluster, static p99 => Verdict.Text("p99 ≤ 5 ms", p99 <= P99Budget));
        return table;
    }

    private static void Add(Table table, string edition, List<WrkResult> rounds, Func<double, string> judge)
    {
        var middle = rounds.OrderBy(static round => round.Rate).ElementAt(rounds.Count / 2);
        table.Add(
            edition, Format.Number(middle.Rate), Format.Micros(middle.P50), Format.Micros(middle.P95), Format.Micros(middle.P99),
            judge(middle.Rate), Format.Number(rounds.Sum(static round => round.Failures)));
    }

    private static void Add(Table table, string edition, List<OpenLoopResult> rounds, Func<TimeSpan, string> judge)
    {
        var all = new LatencyRecorder();
        rounds.ForEach(round => all.Add(round.Latencies));
        table.Add(
            edition, Format.Micros(all.Percentile(0.5)), Format.Micros(all.Percentile(0.95)), Format.Micros(all.Percentile(0.99)),
            Format.Micros(all.Max), judge(all.Percentile(0.99)), Format.Number(rounds.Average(static round => round.Cores)),
            Format.Micros(rounds.Max(static round => round.Delay99)), Format.Number(rounds.Sum(static round => round.Failures)));
    }
}
