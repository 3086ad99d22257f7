using System.Globalization;
using System.Runtime.InteropServices;

namespace MovieGrains.Bench.Reporting;

/// <summary>The machine that figures are from; figures without it mean nothing.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory, runtime, system, date.</summary>
    public static string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, "
        + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {DateTime.Now:yyyy-MM-dd HH:mm}");

    /// <summary>Bytes that programs can still have; what the runtime says where the system doesn't say more.</summary>
    public static long AvailableBytes() =>
        Field("/proc/meminfo", "MemAvailable") is { } text && long.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes << 10
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Processor()
    {
        var name = Field("/proc/cpuinfo", "model name");
        return name is { Length: > 2 } ? name : $"{RuntimeInformation.ProcessArchitecture} processor";
    }

    private static string? Field(string file, string name)
    {
        if (!File.Exists(file))
            return null;
        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
