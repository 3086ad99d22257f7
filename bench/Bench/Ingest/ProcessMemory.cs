using System.Globalization;

namespace MovieGrains.Bench.Ingest;

/// <summary>A process's memory as Linux counts it.</summary>
internal readonly record struct ProcessMemory(int Id)
{
    /// <summary>What makes the peak begin anew, from what is resident then.</summary>
    private const string ForgetPeak = "5";

    /// <summary>Bytes resident now.</summary>
    public long Resident => Read("VmRSS:");

    /// <summary>The most bytes that were resident since the start, or since <see cref="BeginPeak"/>.</summary>
    public long Peak => Read("VmHWM:");

    /// <summary>Forgets the peak so far.</summary>
    public void BeginPeak() => File.WriteAllText($"/proc/{Id}/clear_refs", ForgetPeak);

    private long Read(string name)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) << 10;
    }
}
