using System.Runtime.InteropServices;

namespace MovieGrains.Bench.Load;

/// <summary>The three calls of Linux that the framework doesn't have.</summary>
internal static class Native
{
    private const int SetTimerSlack = 29;
    private const int Terminate = 15;

    /// <summary>Something can be read.</summary>
    public const short Readable = 1;

    /// <summary>A descriptor to wait for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Waited
    {
        /// <summary>The descriptor; one below 0 is passed over.</summary>
        public int Descriptor;

        /// <summary>What is waited for.</summary>
        public short Events;

        /// <summary>What has come, or gone wrong.</summary>
        public short Happened;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Waits until something can be read or the time is over, exact to some microseconds.</summary>
    /// <remarks>The framework's waits count in milliseconds, longer than what is measured.</remarks>
    public static int Wait(Waited[] waited, long nanoseconds)
    {
        var timeout = new Timespec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        return Poll(waited, (nuint)waited.Length, timeout, 0);
    }

    /// <summary>Asks the system to wake this thread when it wants to wake, not up to 50 µs later.</summary>
    public static void WakePromptly() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Asks a process to stop, as whoever runs it does; the framework can only kill.</summary>
    public static void AskToStop(int process) => _ = Kill(process, Terminate);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll([In, Out] Waited[] waited, nuint count, in Timespec timeout, nint signals);

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint value, nuint unused1, nuint unused2, nuint unused3);
}
