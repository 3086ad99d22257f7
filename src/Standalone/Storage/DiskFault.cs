using MovieGrains.Catalog.Writes;

namespace MovieGrains.Standalone.Storage;

/// <summary>What a failure of the disk means for whoever wanted to write.</summary>
internal static class DiskFault
{
    /// <summary>EFBIG, the same everywhere.</summary>
    public const int FileTooLarge = 27;

    private const int NoSpace = 28, QuotaOnLinux = 122, QuotaOnMac = 69;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027), WindowsDiskFull = unchecked((int)0x80070070);

    private static int Quota => OperatingSystem.IsMacOS() ? QuotaOnMac : QuotaOnLinux;

    /// <summary>Whether there is no room, so that it can be tried again when there is.</summary>
    /// <remarks>On Unix, .NET puts the error number as it is into the result code of an <see cref="IOException"/>.</remarks>
    public static bool IsFull(Exception failure) => failure is IOException && (OperatingSystem.IsWindows()
        ? failure.HResult is WindowsDiskFull or WindowsHandleDiskFull
        : failure.HResult is NoSpace or FileTooLarge || failure.HResult == Quota);

    /// <summary>Refuses a write for it.</summary>
    public static WriteRefusedException Refuse(Exception failure) => IsFull(failure)
        ? new(WriteRefusal.StorageFull, "There is no room in the data folder: " + failure.Message, failure)
        : new(WriteRefusal.StorageFailed, "The data folder can't be written: " + failure.Message, failure);
}
