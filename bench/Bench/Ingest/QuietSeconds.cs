using System.Diagnostics;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>The part of a run in which this machine's host took nothing from it. Only there is a tail the server's own: ten milliseconds stolen in
/// a second are all of what p99 may leave out.</summary>
/// <param name="Latencies">Of the requests that were due in it.</param>
/// <param name="Seconds">How long it is; nothing was stolen in any of them, nor in the one before and after.</param>
/// <param name="Machine">What its processors did in it: compared with the whole run, it tells whether the seconds that are left out were
/// others.</param>
internal sealed record QuietSeconds(LatencyRecorder Latencies, int Seconds, MachineTime Machine)
{
    /// <summary>With fewer there is no p99 worth the name: 2,000 requests a second leave it 200 requests.</summary>
    private const int Fewest = 10;

    /// <summary>Whether there are enough of them to judge by.</summary>
    public bool Suffice => Seconds >= Fewest;

    /// <summary>Finds them.</summary>
    /// <param name="series">What was measured.</param>
    /// <param name="machine">What the machine did between two moments by its clock.</param>
    public static QuietSeconds Of(LatencySeries series, Func<long, long, MachineTime> machine)
    {
        MachineTime meanwhile = default;
        var (latencies, seconds) = series.Where(second =>
        {
            var isQuiet = IsQuiet(series.StartOf(second), machine);
            if (isQuiet)
                meanwhile += machine(series.StartOf(second), series.StartOf(second + 1));
            return isQuiet;
        });
        return new QuietSeconds(latencies, seconds, meanwhile);
    }

    /// <summary>How many there have been.</summary>
    /// <param name="from">Since when, by <see cref="Stopwatch"/>.</param>
    /// <param name="to">Up to when.</param>
    /// <param name="machine">What the machine did between two moments by its clock.</param>
    public static int Count(long from, long to, Func<long, long, MachineTime> machine)
    {
        var count = 0;
        for (var second = from; second + (2 * Stopwatch.Frequency) <= to; second += Stopwatch.Frequency)
            count += IsQuiet(second, machine) ? 1 : 0;
        return count;
    }

    private static bool IsQuiet(long start, Func<long, long, MachineTime> machine) =>
        machine(start - Stopwatch.Frequency, start + (2 * Stopwatch.Frequency)).Stolen == TimeSpan.Zero;
}
