using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Http;

/// <summary>Two servers asked in turn, so that what the machine does meanwhile hits both alike.</summary>
/// <param name="bare">The bare endpoint.</param>
/// <param name="ours">The server that is measured.</param>
/// <param name="settings">How long and how often.</param>
internal sealed class HttpComparison(Uri bare, Uri ours, HttpSettings settings)
{
    /// <summary>Saturates both, alternately; the ratio is the median of the rounds' ratios.</summary>
    public async Task<Saturation> SaturateAsync(Shape shape, IReadOnlyList<string> paths, int bytes, CancellationToken cancellation)
    {
        using var oursFile = new PathsFile(paths);
        using var bareFile = new PathsFile([$"/bare?bytes={bytes}"]);
        await Wrk.RunAsync(bare, bareFile.Name, settings.WarmUp, Wrk.Connections, cancellation);
        await Wrk.RunAsync(ours, oursFile.Name, settings.WarmUp, Wrk.Connections, cancellation);
        List<WrkResult> ofBare = [], ofOurs = [];
        for (var round = 0; round < settings.Rounds; round++)
        {
            ofBare.Add(await Wrk.RunAsync(bare, bareFile.Name, settings.Round, Wrk.Connections, cancellation));
            ofOurs.Add(await Wrk.RunAsync(ours, oursFile.Name, settings.Round, Wrk.Connections, cancellation));
        }
        return new Saturation(shape, bytes, Middle(ofBare), Middle(ofOurs), Median(ofOurs.Zip(ofBare, (o, b) => o.Rate / b.Rate)));
    }

    /// <summary>Sends both as many requests per second as the measured server can half of, alternately.</summary>
    public HalfLoad AtHalfLoad(Saturation full, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var rate = full.Ours.Rate / 2;
        using var toBare = new OpenLoop(bare, [$"/bare?bytes={full.Bytes}"], Wrk.Connections);
        using var toOurs = new OpenLoop(ours, paths, Wrk.Connections);
        toBare.Run(rate, settings.WarmUp, cancellation);
        toOurs.Run(rate, settings.WarmUp, cancellation);
        LatencyRecorder ofBare = new(), ofOurs = new();
        var rounds = new List<(OpenLoopResult Bare, OpenLoopResult Ours)>();
        var excess = new List<double>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var bareResult = toBare.Run(rate, settings.Round, cancellation);
            ofBare.Add(bareResult.Latencies);
            var bare99 = bareResult.Latencies.Percentile(0.99);
            var oursResult = toOurs.Run(rate, settings.Round, cancellation);
            ofOurs.Add(oursResult.Latencies);
            excess.Add((oursResult.Latencies.Percentile(0.99) - bare99).TotalMicroseconds);
            rounds.Add((bareResult, oursResult));
        }
        return new HalfLoad(
            full.Shape, rate, ofBare, ofOurs, TimeSpan.FromMicroseconds(Median(excess)), rounds.Average(r => r.Ours.Cores),
            TimeSpan.FromMicroseconds(Median(rounds.Select(r => r.Ours.Delay99.TotalMicroseconds))),
            rounds.Sum(r => r.Ours.Failures + r.Bare.Failures));
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    /// <summary>The round whose rate is the median.</summary>
    private static WrkResult Middle(List<WrkResult> rounds) => rounds.OrderBy(round => round.Rate).ElementAt(rounds.Count / 2);
}

/// <summary>How long and how often a server is asked.</summary>
/// <param name="Rounds">Pairs of runs.</param>
/// <param name="Round">A run's length.</param>
/// <param name="WarmUp">The length of the runs before.</param>
internal sealed record HttpSettings(int Rounds, TimeSpan Round, TimeSpan WarmUp);

/// <summary>Both servers as fast as they go, over one shape.</summary>
internal sealed record Saturation(Shape Shape, int Bytes, WrkResult Bare, WrkResult Ours, double Ratio);

/// <summary>Both servers at half of what the measured one can.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="Bare">The bare endpoint's latencies.</param>
/// <param name="Ours">The measured server's latencies.</param>
/// <param name="Excess99">By how much its p99 is above the bare endpoint's: the median of the rounds.</param>
/// <param name="GeneratorCores">What the generator itself took.</param>
/// <param name="GeneratorDelay99">How late the generator itself was.</param>
/// <param name="Failures">Answers other than 200.</param>
internal sealed record HalfLoad(
    Shape Shape, double Rate, LatencyRecorder Bare, LatencyRecorder Ours, TimeSpan Excess99, double GeneratorCores,
    TimeSpan GeneratorDelay99, int Failures);
