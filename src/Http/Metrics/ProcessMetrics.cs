using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Http.Metrics;

/// <summary>What the process takes of its machine, as metrics.</summary>
internal sealed class ProcessMetrics : IMetricSource
{
    private readonly double _started = StartTime();

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.");
        text.Sample("process_resident_memory_bytes", Environment.WorkingSet);
        text.Gauge("process_start_time_seconds", "When the process began, in seconds since 1970.");
        text.Sample("process_start_time_seconds", _started);
        text.Gauge("dotnet_gc_heap_bytes", "The managed heap, with what the last collection left to be reused.");
        text.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        text.Counter("dotnet_gc_allocated_bytes_total", "Bytes allocated since start.");
        text.Sample("dotnet_gc_allocated_bytes_total", GC.GetTotalAllocatedBytes());
        Collections(text);
        text.Counter("dotnet_gc_pause_seconds_total", "Time that collections stopped all threads.");
        text.Sample("dotnet_gc_pause_seconds_total", GC.GetTotalPauseDuration().TotalSeconds);
    }

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }

    private static void Collections(MetricsText text)
    {
        text.Counter("dotnet_gc_collections_total", "Collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            var label = generation.ToString(CultureInfo.InvariantCulture);
            text.Sample("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", label));
        }
    }
}
