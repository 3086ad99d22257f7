using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Standalone.Storage;

/// <summary>The log that commits are appended to.</summary>
/// <remarks>
/// A commit that fails is cut off again, so that nothing of it is left and the next one can be tried. That is given up ("the
/// log is poisoned") when cutting fails, and when syncing fails for another reason than room: after that nobody knows what of
/// the file is on the disk, and a second sync that succeeds does not tell.
/// </remarks>
internal sealed class LogFile(IDiskFile file, FileHeader header, long length) : IDisposable
{
    private readonly FrameWriter _writer = new();

    /// <summary>The number of the commit before its first.</summary>
    public long Number => header.Number;

    /// <summary>Bytes, up to the end of the last commit.</summary>
    public long Length { get; private set; } = length;

    /// <summary>Why nothing is appended any more.</summary>
    public string? Poisoned { get; private set; }

    /// <summary>Appends a commit and syncs it.</summary>
    /// <exception cref="WriteRefusedException">It can't be; nothing of it is left.</exception>
    /// <exception cref="OperationCanceledException">Nothing of it is left, either.</exception>
    public void Append(ICommit commit, CancellationToken cancellationToken)
    {
        ThrowIfPoisoned();
        var isWritten = false;
        try
        {
            _writer.Begin(file, header, Length, commit.Number, syncEvery: 0, cancellationToken);
            commit.WriteTo(_writer);
            _writer.EndCommit();
            isWritten = true;
            file.Sync();
            Length = _writer.Offset;
        }
        catch (Exception failure)
        {
            if (isWritten && !DiskFault.IsFull(failure))
                Poisoned = "syncing it failed: " + failure.Message;
            Cut(isWritten);
            if (failure is OperationCanceledException && Poisoned is null)
                throw;
            ThrowIfPoisoned(failure);
            throw DiskFault.Refuse(failure);
        }
    }

    /// <summary>Cuts off what stands behind the last commit.</summary>
    /// <param name="sync">Whether all of a commit may be there, which must not come back when power fails.</param>
    public void Cut(bool sync)
    {
        try
        {
            file.SetLength(Length);
            if (sync)
                SyncCut();
        }
        catch (Exception failure)
        {
            Poisoned ??= "cutting off a write that failed did not succeed: " + failure.Message;
        }
    }

    public void Dispose() => file.Dispose();

    private void SyncCut()
    {
        try
        {
            file.Sync();
        }
        catch (IOException failure) when (DiskFault.IsFull(failure))
        {
            // Still no room; the next commit that is synced syncs this, too.
        }
    }

    private void ThrowIfPoisoned(Exception? failure = null)
    {
        if (Poisoned is not null)
            throw new WriteRefusedException(WriteRefusal.StorageFailed, "Nothing is written to "
                + $"{FolderFiles.NameOf(FileKind.Log, Number)} until the next start, because {Poisoned}", failure);
    }
}
