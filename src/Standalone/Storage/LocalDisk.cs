using System.Runtime.InteropServices;

namespace MovieGrains.Standalone.Storage;

/// <summary>The machine's file system.</summary>
internal sealed class LocalDisk : IDisk
{
    /// <summary>SIGXFSZ on Linux and macOS: sent when a file would outgrow the process's limit. It kills unless it is handled;
    /// handled, the write fails as on a full disk.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private static readonly PosixSignalRegistration? Survive = OperatingSystem.IsWindows()
        ? null
        : PosixSignalRegistration.Create(FileTooLarge, static signal => signal.Cancel = true);

    private LocalDisk() => GC.KeepAlive(Survive);

    public static LocalDisk Instance { get; } = new();

    public IDiskFile Create(string path) => new LocalFile(path, FileMode.Create, FileAccess.ReadWrite);

    public IDiskFile Open(string path, bool writable) =>
        new LocalFile(path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read);

    public IReadOnlyList<string> List(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];

    public bool Exists(string path) => File.Exists(path);

    public void Rename(string from, string to) => File.Move(from, to);

    public void Delete(string path) => File.Delete(path);

    public void SyncFolder(string folder) => FolderSync.Sync(folder);

    private sealed class LocalFile(string path, FileMode mode, FileAccess access) : IDiskFile
    {
        // Others may read (a backup does) and, where names are bound to open files, rename.
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle =
            File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(Span<byte> into, long offset)
        {
            var read = 0;
            while (read < into.Length && RandomAccess.Read(_handle, into[read..], offset + read) is > 0 and var more)
                read += more;
            return read;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            try
            {
                RandomAccess.Write(_handle, bytes, offset);
            }
            catch (ArgumentOutOfRangeException failure) when (!OperatingSystem.IsWindows())
            {
                // That is how the runtime reports EFBIG.
                throw new IOException($"File too large : '{path}'", DiskFault.FileTooLarge) { Source = failure.Source };
            }
        }

        public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => _handle.Dispose();
    }
}
