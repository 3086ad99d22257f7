using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Bench.Reporting;

/// <summary>What the processors of this machine have done so far, all of them together, or in a time.</summary>
/// <param name="Elapsed">The time, by a clock of its own.</param>
/// <param name="Busy">Time in which they ran something.</param>
/// <param name="Stolen">Time that a virtual machine wanted, and its host gave to others: what is measured meanwhile is the host's.</param>
internal readonly record struct MachineTime(TimeSpan Elapsed, TimeSpan Busy, TimeSpan Stolen)
{
    /// <summary>Linux counts hundredths of a second here, whatever its own clock does.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>By Linux; nothing but the time where the system does not tell.</summary>
    /// <remarks>See proc_stat(5): after the line's name user, nice, system, idle, iowait, irq, softirq, steal.</remarks>
    public static MachineTime Now
    {
        get
        {
            const string path = "/proc/stat";
            var now = Stopwatch.GetElapsedTime(0);
            return File.Exists(path) ? Parse(File.ReadLines(path).First(), now) : new MachineTime(now, default, default);
        }
    }

    /// <summary>Reads the line of all processors.</summary>
    public static MachineTime Parse(string line, TimeSpan now)
    {
        var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new MachineTime(now, Sum(numbers, 1, 2, 3, 6, 7), Sum(numbers, 8));
    }

    /// <summary>What was done between two moments.</summary>
    public static MachineTime operator -(MachineTime later, MachineTime earlier) =>
        new(later.Elapsed - earlier.Elapsed, later.Busy - earlier.Busy, later.Stolen - earlier.Stolen);

    /// <summary>What was done in two times.</summary>
    public static MachineTime operator +(MachineTime one, MachineTime other) =>
        new(one.Elapsed + other.Elapsed, one.Busy + other.Busy, one.Stolen + other.Stolen);

    /// <summary>How much of what all processors could have done was work, in per cent.</summary>
    public double BusyPercent => PercentOf(Busy);

    /// <summary>How much of it was stolen, in per cent.</summary>
    public double StolenPercent => PercentOf(Stolen);

    private double PercentOf(TimeSpan time) => Elapsed > TimeSpan.Zero ? 100 * (time / Elapsed) / Environment.ProcessorCount : 0;

    private static TimeSpan Sum(string[] numbers, params ReadOnlySpan<int> fields)
    {
        double ticks = 0;
        foreach (var field in fields)
            ticks += field < numbers.Length ? double.Parse(numbers[field], CultureInfo.InvariantCulture) : 0;
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }
}
