using System.Runtime.InteropServices;

namespace MovieGrains.Standalone.Running;

/// <summary>How much a thread gives way to others when both want a core: Linux has that of each, though it says process.</summary>
internal static class Niceness
{
    /// <summary>With 0 for who, Linux means the thread that asks.</summary>
    public const int Myself = 0;

    private const int OneThread = 0;

    /// <summary>Sets a thread's nice value, which can be raised without any right, and not be lowered again.</summary>
    /// <returns>Whether that was done; a sandbox may forbid it.</returns>
    public static bool Set(int thread, int nice) => SetPriority(OneThread, thread, nice) == 0;

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int value);
}
