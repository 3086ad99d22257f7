using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MovieGrains.Standalone.Storage;

/// <summary>Makes a folder's entries durable.</summary>
/// <remarks>
/// After a file is made or renamed and synced, a failure of power may still leave a folder that does not know its name: on Unix
/// the folder has to be synced, too. .NET opens no folders (<see cref="File.OpenHandle"/> refuses them), so the one call that it
/// lacks, open(2), is made here; syncing is its own again. On Windows, NTFS journals names by itself and gives no such call.
/// </remarks>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
            throw new IOException($"Can't open the folder {folder} to sync it: {Marshal.GetLastPInvokeErrorMessage()}",
                Marshal.GetLastPInvokeError());
        RandomAccess.FlushToDisk(handle);
    }

    // The third argument that C declares as variadic is not read without O_CREAT.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false,
        ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
