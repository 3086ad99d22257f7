using System.Buffers.Binary;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Standalone.Storage;

/// <summary>What stands at a place of a file.</summary>
internal enum FrameState
{
    /// <summary>A frame whose checksums are right.</summary>
    Whole,

    /// <summary>The file ends here.</summary>
    End,

    /// <summary>The file ends within a frame, of which nothing that is there is wrong.</summary>
    CutShort,

    /// <summary>Something else.</summary>
    Bad,
}

/// <summary>Reads the frames of a file, trusting nothing that a checksum does not vouch for.</summary>
internal sealed class FrameReader(IDiskFile file, ulong salt)
{
    private readonly FileWindow _window = new(file);

    public long Length => _window.Length;

    /// <summary>Looks at the frame that should be at an offset.</summary>
    public FrameState Look(long offset, out FrameHeader header)
    {
        var bytes = _window.Peek(offset, StorageFormat.FrameHeaderBytes);
        header = default;
        if (bytes.IsEmpty)
            return FrameState.End;
        if (bytes.Length < StorageFormat.FrameHeaderBytes)
            return BeginsLikeFrame(bytes) ? FrameState.CutShort : FrameState.Bad;
        if (!FrameHeader.TryRead(bytes, offset, salt, out header))
            return FrameState.Bad;
        if (header.End > Length)
            return FrameState.CutShort;
        return XxHash64.Hash(Payload(header)) == header.PayloadSum ? FrameState.Whole : FrameState.Bad;
    }

    /// <summary>The payload of a frame. Good until the next call of anything here.</summary>
    public ReadOnlySpan<byte> Payload(scoped in FrameHeader header) =>
        // Together with the header, so that the window does not turn back and forth between frames.
        _window.Peek(header.Offset, StorageFormat.FrameHeaderBytes + header.Length)[StorageFormat.FrameHeaderBytes..];

    /// <summary>Whether the frame at an offset is in memory, all of it.</summary>
    public bool Has(long offset) =>
        _window.Has(offset, StorageFormat.FrameHeaderBytes)
        && (!FrameHeader.TryRead(_window.Peek(offset, StorageFormat.FrameHeaderBytes), offset, salt, out var header)
            || _window.Has(offset, StorageFormat.FrameHeaderBytes + header.Length));

    /// <summary>Finds the next frame header behind an offset.</summary>
    /// <returns>Its offset; the file's length when there is none.</returns>
    public long FindNext(long offset)
    {
        const int chunk = 64 << 10;
        while (offset + StorageFormat.FrameHeaderBytes <= Length)
        {
            var at = _window.Peek(offset, chunk).IndexOf(StorageFormat.MarkerBytes);
            if (at < 0)
            {
                // A marker may straddle two chunks. The chunk is longer than that, so this ends.
                offset += Math.Min(chunk, Length - offset) - (StorageFormat.MarkerBytes.Length - 1);
                continue;
            }
            offset += at;
            var bytes = _window.Peek(offset, StorageFormat.FrameHeaderBytes);
            if (bytes.Length == StorageFormat.FrameHeaderBytes && FrameHeader.TryRead(bytes, offset, salt, out _))
                return offset;
            offset++;
        }
        return Length;
    }

    /// <summary>Cuts the first item off the items of a payload.</summary>
    public static ReadOnlySpan<byte> TakeItem(ref ReadOnlySpan<byte> items)
    {
        var length = items.Length < StorageFormat.ItemPrefix ? -1 : BinaryPrimitives.ReadInt32LittleEndian(items);
        if (length <= 0 || length > items.Length - StorageFormat.ItemPrefix)
            throw new InvalidDataException("A frame with the right checksum has wrong items.");
        var item = items.Slice(StorageFormat.ItemPrefix, length);
        items = items[(StorageFormat.ItemPrefix + length)..];
        return item;
    }

    private static bool BeginsLikeFrame(ReadOnlySpan<byte> bytes)
    {
        var marker = StorageFormat.MarkerBytes;
        return bytes.Length < marker.Length ? marker.StartsWith(bytes) : bytes.StartsWith(marker);
    }
}
