using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Soak;

/// <summary>What was seen of a server in some seconds.</summary>
/// <param name="End">When they ended, since the run began.</param>
/// <param name="Resident">Bytes of memory in use: the median of what was seen each second.</param>
/// <param name="Heap">The least bytes of the managed heap that were seen: nearest to what lives, as nothing collects for our sake.</param>
/// <param name="Catalog">Bytes that the catalogue says it holds.</param>
/// <param name="Movies">Movies in it.</param>
/// <param name="OpenFiles">Descriptors that are open: files and connections.</param>
/// <param name="Reads">Reads answered.</param>
/// <param name="Writes">Writes answered.</param>
/// <param name="Errors">What went wrong since the run began.</param>
/// <param name="P50">Half of the reads took no longer.</param>
/// <param name="P99">99 % of the reads took no longer.</param>
/// <param name="Late">99 % of the reads were sent no later than this after they were due: where it comes near p99, the machine was busy.</param>
internal sealed record SoakSample(
    TimeSpan End, double Resident, double Heap, double Catalog, double Movies, double OpenFiles, long Reads, long Writes, int Errors,
    TimeSpan P50, TimeSpan P99, TimeSpan Late);

/// <summary>What was seen of a server at one moment.</summary>
internal sealed record SoakGlance(long Resident, double Heap, double Catalog, double Movies, int OpenFiles);

/// <summary>What was seen within a sample, before it is one.</summary>
internal sealed class SoakGlances
{
    private readonly Lock gate = new();
    private List<SoakGlance> seen = [];

    /// <summary>Adds one.</summary>
    public void Add(SoakGlance glance)
    {
        lock (gate)
            seen.Add(glance);
    }

    /// <summary>Makes a sample of those since the last one; null when there was none.</summary>
    public SoakSample? Take(TimeSpan end, OpenLoopResult reads, long writes, int errors)
    {
        List<SoakGlance> taken;
        lock (gate)
            (taken, seen) = (seen, []);
        if (taken.Count == 0)
            return null;
        return new SoakSample(
            end, Trend.Median([.. taken.Select(static one => (double)one.Resident)]), taken.Min(static one => one.Heap), taken[^1].Catalog,
            taken[^1].Movies, taken.Max(static one => one.OpenFiles), reads.Latencies.Count, writes, errors, reads.Latencies.Percentile(0.5),
            reads.Latencies.Percentile(0.99), reads.Delay99);
    }
}
