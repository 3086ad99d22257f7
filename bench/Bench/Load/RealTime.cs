using System.Runtime.InteropServices;

namespace MovieGrains.Bench.Load;

/// <summary>For as long as it lives, the thread that made it runs at once whenever it wants to, whoever has the core.</summary>
/// <remarks>Users are on other machines: a request of theirs comes when it comes, and not when a server that is busy leaves a core to whoever sends
/// it. Linux gives that to root, and to whoever has CAP_SYS_NICE; without it, requests are sent later for want of a core, as the figures then say.</remarks>
internal readonly struct RealTime : IDisposable
{
    private const int Myself = 0;
    private const int Usual = 0;
    private const int FirstComeFirstServed = 1;

    /// <summary>Threads that it starts are of the usual kind.</summary>
    private const int NotInherited = 0x40000000;

    private readonly bool isSo;

    private RealTime(bool isSo) => this.isSo = isSo;

    /// <summary>Begins, if this is allowed.</summary>
    public static RealTime Begin() => new(SetScheduler(Myself, FirstComeFirstServed | NotInherited, 1) == 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isSo)
            _ = SetScheduler(Myself, Usual, 0);
    }

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, in int priority);
}
