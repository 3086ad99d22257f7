using System.Globalization;

namespace MovieGrains.Bench.Reporting;

/// <summary>Processor time that a virtual machine wanted, and its host gave to others: what is measured meanwhile is the host's.</summary>
internal static class StolenTime
{
    /// <summary>Linux counts hundredths of a second here, whatever its own clock does.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>The eighth number of the first line, after its name.</summary>
    private const int Field = 8;

    /// <summary>So far, all cores together; nothing where the system does not tell.</summary>
    public static TimeSpan Now
    {
        get
        {
            const string path = "/proc/stat";
            if (!File.Exists(path))
                return TimeSpan.Zero;
            var all = File.ReadLines(path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromSeconds(all.Length > Field ? double.Parse(all[Field], CultureInfo.InvariantCulture) / TicksPerSecond : 0);
        }
    }

    /// <summary>The share of all cores that was stolen in a time.</summary>
    public static double Share(TimeSpan stolen, TimeSpan elapsed) => stolen / elapsed / Environment.ProcessorCount;
}
