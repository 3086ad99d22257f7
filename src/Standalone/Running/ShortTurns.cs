using System.Runtime.InteropServices;

namespace MovieGrains.Standalone.Running;

/// <summary>Asks the system for short turns on a core, for all threads of this process.</summary>
/// <remarks>
/// <para>A thread that wakes does not interrupt one that has just begun its turn, whatever the priorities: it waits for as long as a turn is,
/// some milliseconds, unless its own is shorter. And a thread of the pool that looks for work before it sleeps gives up a turn at each look,
/// so that it is the longer behind once there is some. So turns as long as a request or two let answers begin when the questions come.</para>
/// <para>Linux has had this since 6.12, needs no right for it, and gives a thread the turns of the one that starts it: hence once, by the
/// first thread. Elsewhere, and where a sandbox forbids it, nothing changes.</para>
/// </remarks>
internal static class ShortTurns
{
    /// <summary>How long is a turn, in nanoseconds? The shortest that Linux gives.</summary>
    private const ulong Turn = 100_000;

    /// <summary>Asks for them; before any thread is started that should have them.</summary>
    /// <returns>Whether the system took it; an older one may take it and do as before.</returns>
    public static bool Ask()
    {
        if (!OperatingSystem.IsLinux() || CallNumbers is not var (get, set))
            return false;
        // All else stays as it is: whoever starts the process may have given it another priority or policy.
        var attributes = new Attributes();
        if (Get(get, Niceness.Myself, ref attributes, Marshal.SizeOf<Attributes>(), 0) != 0)
            return false;
        attributes.Runtime = Turn;
        return Set(set, Niceness.Myself, in attributes, 0) == 0;
    }

    /// <summary>The numbers of sched_getattr and sched_setattr, which not every C library has by name.</summary>
    private static (nint Get, nint Set)? CallNumbers => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (315, 314),
        Architecture.Arm64 => (275, 274),
        _ => null,
    };

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Get(nint number, nint thread, ref Attributes attributes, nint size, nint flags);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Set(nint number, nint thread, in Attributes attributes, nint flags);

    /// <summary>The kernel's sched_attr, as it has been since its first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size, Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime, Deadline, Period;
    }
}
