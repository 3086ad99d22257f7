using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Soak;

/// <summary>Whether a server could go on like that for ever.</summary>
/// <remarks>
/// The first third of a run is its warm-up and judges nothing: code is compiled, pools fill, the writers' own movies come to be. After it, what is
/// held may grow by what the catalogue itself has grown, and by a share that is noise. Growth is that of a line through all samples
/// (<see cref="Trend"/>), not the difference of two of them.
/// </remarks>
internal static class SoakVerdicts
{
    /// <summary>Memory's budget: over the last two thirds it grows by no more, beyond what the catalogue grows by.</summary>
    public const double Growth = 0.05;

    /// <summary>The budget of p99: the median of the last third's is at most so many times that of the second third's.</summary>
    public const double Slower = 1.5;

    /// <summary>Descriptors that come and go with connections and files of the log, beside the share.</summary>
    private const int FilesOfNoMatter = 8;

    /// <summary>Judges a run.</summary>
    /// <param name="samples">Its samples, in order.</param>
    /// <param name="errors">What went wrong.</param>
    public static IReadOnlyList<SoakVerdict> Judge(IReadOnlyList<SoakSample> samples, int errors)
    {
        var (second, last) = Thirds(samples);
        if (last.Count == 0)
            return [new SoakVerdict("samples", "≥ 3", Format.Number(samples.Count), false)];
        SoakSample[] judged = [.. second, .. last];
        var catalog = Math.Max(0, Line(judged, static one => one.Catalog).Growth);
        return
        [
            new SoakVerdict("errors", "0", Format.Number(errors), errors == 0),
            Memory("resident memory grows by", Line(judged, static one => one.Resident), catalog),
            Memory("managed heap grows by", Line(judged, static one => one.Heap), catalog),
            Files(Line(judged, static one => one.OpenFiles)),
            Latency(second, last),
        ];
    }

    private static SoakVerdict Memory(string what, Trend line, double catalog)
    {
        var budget = (Growth * line.First) + catalog;
        return new SoakVerdict(what, "≤ " + Format.Bytes(budget), Format.Bytes(line.Growth), line.Growth <= budget);
    }

    private static SoakVerdict Files(Trend line)
    {
        var budget = (Growth * line.First) + FilesOfNoMatter;
        return new SoakVerdict("open files grow by", "≤ " + Format.Number(budget), Format.Number(line.Growth), line.Growth <= budget);
    }

    private static SoakVerdict Latency(IReadOnlyList<SoakSample> second, IReadOnlyList<SoakSample> last)
    {
        var ratio = P99(last) / P99(second);
        return new SoakVerdict("p99, last third × second third", "≤ " + Format.Number(Slower), Format.Number(ratio), ratio <= Slower);
    }

    private static double P99(IReadOnlyList<SoakSample> samples) => Trend.Median([.. samples.Select(static one => one.P99.TotalMicroseconds)]);

    private static Trend Line(IEnumerable<SoakSample> samples, Func<SoakSample, double> value) =>
        Trend.Of([.. samples.Select(one => (one.End.TotalSeconds, value(one)))]);

    private static (IReadOnlyList<SoakSample> Second, IReadOnlyList<SoakSample> Last) Thirds(IReadOnlyList<SoakSample> samples)
    {
        var third = samples.Count / 3;
        return ([.. samples.Skip(samples.Count - (2 * third)).Take(third)], [.. samples.Skip(samples.Count - third)]);
    }
}

/// <summary>A budget of a soak run, and what was found.</summary>
internal sealed record SoakVerdict(string What, string Budget, string Found, bool IsKept);
