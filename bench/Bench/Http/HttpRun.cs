using System.Globalization;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Http;

/// <summary>Measures shape by shape, and shows what was found beside what was promised.</summary>
/// <param name="mix">The queries.</param>
/// <param name="probe">Asks the measured server.</param>
/// <param name="comparison">Asks both.</param>
/// <param name="queries">Queries per shape.</param>
/// <param name="probed">How many of them are asked beforehand, for their answers' lengths.</param>
internal sealed class HttpRun(QueryMix mix, AnswerProbe probe, HttpComparison comparison, int queries, int probed)
{
    /// <summary>The promise: of the bare endpoint's requests per second, the mix reaches so much.</summary>
    private const double RatioBudget = 0.6;

    /// <summary>The promise: at half load the mix's p99 is at most so much above the bare endpoint's.</summary>
    private static readonly TimeSpan ExcessBudget = TimeSpan.FromMilliseconds(0.5);

    private readonly List<Saturation> saturations = [];
    private readonly List<HalfLoad> halfLoads = [];

    /// <summary>Measures some shapes.</summary>
    public async Task MeasureAsync(IReadOnlyList<Shape> shapes, CancellationToken cancellation)
    {
        foreach (var shape in shapes)
        {
            Report.Progress($"… {Shapes.Name(shape)}");
            var paths = mix.Draw(shape, queries).ConvertAll(ask => ask.ToPath());
            var bytes = await probe.AverageBytesAsync(paths[..Math.Min(probed, paths.Count)], cancellation);
            var full = await comparison.SaturateAsync(shape, paths, bytes, cancellation);
            saturations.Add(full);
            halfLoads.Add(comparison.AtHalfLoad(full, paths, cancellation));
        }
    }

    /// <summary>Shows the tables.</summary>
    public void Show(Report report)
    {
        report.Show(SaturationTable());
        report.Show(HalfLoadTable());
    }

    private Table SaturationTable()
    {
        var table = new Table(
            $"As fast as it goes (wrk, 1 thread, {Wrk.Connections} connections; times in µs)",
            "shape", "bytes", "bare req/s", "p50", "p95", "p99", "Standalone req/s", "p50", "p95", "p99", "ratio", "budget", "failures");
        foreach (var found in saturations)
        {
            table.Add(
                Shapes.Name(found.Shape), Format.Number(found.Bytes),
                Format.Number(found.Bare.Rate), Format.Micros(found.Bare.P50), Format.Micros(found.Bare.P95), Format.Micros(found.Bare.P99),
                Format.Number(found.Ours.Rate), Format.Micros(found.Ours.P50), Format.Micros(found.Ours.P95), Format.Micros(found.Ours.P99),
                Format.Percent(found.Ratio), found.Shape == Shape.Mix ? Verdict.Text("≥ 60 %", found.Ratio >= RatioBudget) : "",
                (found.Ours.Failures + found.Bare.Failures).ToString(CultureInfo.InvariantCulture));
        }
        return table;
    }

    private Table HalfLoadTable()
    {
        var table = new Table(
            "At half of Standalone's rate (open loop, Poisson arrivals; times in µs from the moment a request was due)",
            "shape", "req/s", "bare p50", "p95", "p99", "Standalone p50", "p95", "p99", "p99 above bare", "budget", "generator cores", "sent late, p99",
            "failures");
        foreach (var found in halfLoads)
        {
            table.Add(
                Shapes.Name(found.Shape), Format.Number(found.Rate),
                Percentile(found.Bare, 0.5), Percentile(found.Bare, 0.95), Percentile(found.Bare, 0.99),
                Percentile(found.Ours, 0.5), Percentile(found.Ours, 0.95), Percentile(found.Ours, 0.99),
                Format.Micros(found.Excess99), found.Shape == Shape.Mix ? Verdict.Text("≤ 500", found.Excess99 <= ExcessBudget) : "",
                Format.Number(found.GeneratorCores), Format.Micros(found.GeneratorDelay99), Format.Number(found.Failures));
        }
        return table;
    }

    private static string Percentile(LatencyRecorder latencies, double share) => Format.Micros(latencies.Percentile(share));
}
