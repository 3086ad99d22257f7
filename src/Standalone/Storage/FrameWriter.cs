using System.Buffers.Binary;
using System.Diagnostics;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Standalone.Storage;

/// <summary>Packs the items of one commit, or of one snapshot, into frames and writes them: one write a frame, in constant
/// memory. Can be used again.</summary>
internal sealed class FrameWriter : IItemWriter
{
    private const int UsualBytes = StorageFormat.FrameHeaderBytes + StorageFormat.FrameTarget;

    private byte[] _buffer = new byte[UsualBytes];
    private int _used;
    private IDiskFile? _file;
    private ulong _salt;
    private long _number;
    private int _index;
    private long _items;
    private long _syncEvery, _unsynced;
    private CancellationToken _cancellation;

    /// <summary>Where the next frame goes.</summary>
    public long Offset { get; private set; }

    /// <summary>Begins.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="header">The file's.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="number">The number of the commit or snapshot.</param>
    /// <param name="syncEvery">Bytes after which to sync in between; 0 for never.</param>
    /// <param name="cancellationToken">Looked at before each frame.</param>
    public void Begin(IDiskFile file, FileHeader header, long offset, long number, long syncEvery,
        CancellationToken cancellationToken)
    {
        (_file, _salt, Offset, _number) = (file, header.Salt, offset, number);
        (_syncEvery, _unsynced, _cancellation) = (syncEvery, 0, cancellationToken);
        (_index, _items) = (0, 0);
        Empty();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> item)
    {
        ArgumentOutOfRangeException.ThrowIfZero(item.Length, nameof(item));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(item.Length, StorageFormat.MaxItem, nameof(item));
        var needed = StorageFormat.ItemPrefix + item.Length;
        if (_used > StorageFormat.FrameHeaderBytes && _used + needed > UsualBytes)
            Flush(FrameFlags.None);
        if (_used + needed > _buffer.Length)
            Array.Resize(ref _buffer, _used + needed);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used), item.Length);
        item.CopyTo(_buffer.AsSpan(_used + StorageFormat.ItemPrefix));
        _used += needed;
        _items++;
    }

    /// <summary>Ends a commit.</summary>
    public void EndCommit() => Flush(FrameFlags.Last);

    /// <summary>Ends a snapshot.</summary>
    public void EndSnapshot(long movies)
    {
        if (_used > StorageFormat.FrameHeaderBytes)
            Flush(FrameFlags.None);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used), _items);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used + 8), movies);
        _used += StorageFormat.FooterBytes;
        Flush(FrameFlags.Footer | FrameFlags.Last);
    }

    private void Flush(FrameFlags flags)
    {
        Debug.Assert(_file is not null, "a frame without a beginning");
        _cancellation.ThrowIfCancellationRequested();
        var payload = _buffer.AsSpan(StorageFormat.FrameHeaderBytes, _used - StorageFormat.FrameHeaderBytes);
        if (_index == 0)
            flags |= FrameFlags.First;
        var header = new FrameHeader(Offset, payload.Length, _number, _index, flags, XxHash64.Hash(payload));
        header.Write(_buffer, _salt);
        _file.Write(_buffer.AsSpan(0, _used), Offset);
        Offset += _used;
        _index++;
        SyncSometimes(_used);
        Empty();
    }

    private void SyncSometimes(int written)
    {
        _unsynced += written;
        if (_syncEvery == 0 || _unsynced < _syncEvery)
            return;
        _file!.Sync();
        _unsynced = 0;
    }

    private void Empty()
    {
        _used = StorageFormat.FrameHeaderBytes;
        // What one large item needed is not kept for the many small ones after it.
        if (_buffer.Length > 4 * UsualBytes)
            _buffer = new byte[UsualBytes];
    }
}
