using System.Runtime;
using System.Runtime.InteropServices;

namespace MovieGrains.Standalone.Running;

/// <summary>Gives memory of the C library that nobody uses back to the system.</summary>
/// <remarks>Compiling hot code takes some megabytes of it, and the library keeps what is freed: there is no collector that would notice. Only
/// glibc keeps so much, and only it has a call for this; where there is none, nothing is done.</remarks>
internal sealed class NativeHeap(TimeProvider time) : BackgroundService
{
    /// <summary>How soon is what compiling took given back? Most is compiled in the first half minute of much use.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            for (var before = 0L; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                // Once everything hot is compiled, there is nothing to look for.
                var compiled = JitInfo.GetCompiledMethodCount();
                if (compiled != before)
                    _ = Trim(0);
                before = compiled;
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; there is no next tick.
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint kept);
}
