using System.Globalization;

namespace MovieGrains.Standalone.Storage;

/// <summary>Keeps a data folder for one process.</summary>
/// <remarks>
/// The file "lock" is empty and held open for nobody else; the system lets go of it when the process ends, however it ends. Who
/// has it stands in "owner", because a file that is held can't be read. Neither is ever removed: who removed "lock" would
/// leave a second process to lock another file of the same name.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    private const int WouldBlock = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _held;

    private FolderLock(FileStream held, bool keepsOthersOut) => (_held, KeepsOthersOut) = (held, keepsOthersOut);

    /// <summary>False on a file system that has no locks, or when they are switched off.</summary>
    public bool KeepsOthersOut { get; }

    /// <summary>Takes the folder; makes it first, if need be.</summary>
    /// <exception cref="IOException">Another process has it, or it can't be written.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            MakeDurably(folder);
            var held = Hold(folder);
            try
            {
                TellOwner(folder);
                return new FolderLock(held, IsHeld(folder));
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (IOException failure) when (IsTaken(failure))
        {
            throw new IOException(
                $"The data folder {folder} is used by {Owner(folder)}. Stop that, or name another folder.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new IOException($"The data folder {folder} can't be written by this user: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new IOException($"The data folder {folder} can't be used: {failure.Message}", failure);
        }
    }

    public void Dispose() => _held.Dispose();

    /// <summary>A folder that its parent forgot when power failed would have taken everything in it along.</summary>
    private static void MakeDurably(string folder)
    {
        if (Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { Length: > 0 } parent)
            return;
        MakeDurably(parent);
        Directory.CreateDirectory(folder);
        FolderSync.Sync(parent);
    }

    private static FileStream Hold(string folder) =>
        new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    private static bool IsHeld(string folder)
    {
        try
        {
            // A lock belongs to an opening, not to a process: had the first one been given none, this would be let through.
            Hold(folder).Dispose();
            return false;
        }
        catch (IOException failure) when (IsTaken(failure))
        {
            return true;
        }
    }

    private static bool IsTaken(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult == SharingViolation
        : failure.HResult == (OperatingSystem.IsMacOS() ? WouldBlockOnMac : WouldBlock);

    private static void TellOwner(string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, "owner"), string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName}\n"));
        }
        catch (IOException failure) when (DiskFault.IsFull(failure))
        {
            // A full disk keeps nobody from reading. Then whoever is refused is not told by whom.
        }
    }

    private static string Owner(string folder)
    {
        const string unknown = "another process";
        try
        {
            return File.ReadAllText(Path.Combine(folder, "owner")).Trim() is { Length: > 0 } owner ? owner : unknown;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return unknown;
        }
    }
}
