using System.Diagnostics;
using System.Runtime;

namespace MovieGrains.Bench.Engine;

/// <summary>What memory this process uses.</summary>
internal static class Memory
{
    private const string ClearReferences = "/proc/self/clear_refs";

    /// <summary>Bytes that are referenced, after everything else has been given back.</summary>
    public static long LiveBytes()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Begins to look for the peak anew, where the system allows that.</summary>
    public static void ForgetPeak()
    {
        try
        {
            if (File.Exists(ClearReferences))
                File.WriteAllText(ClearReferences, "5");
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            // Then the peak is that of the whole process, which is never less.
        }
    }

    /// <summary>The most bytes that were resident.</summary>
    public static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
