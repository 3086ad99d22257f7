using System.Buffers.Binary;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Standalone.Storage;

/// <summary>The header of a frame. Its layout is in StorageFormat.cs.</summary>
internal readonly record struct FrameHeader(long Offset, int Length, long Number, int Index, FrameFlags Flags, ulong PayloadSum)
{
    private const int SumAt = 40;

    public bool IsFirst => Flags.HasFlag(FrameFlags.First);

    public bool IsLast => Flags.HasFlag(FrameFlags.Last);

    public bool IsFooter => Flags.HasFlag(FrameFlags.Footer);

    /// <summary>Where the payload begins.</summary>
    public long PayloadAt => Offset + StorageFormat.FrameHeaderBytes;

    /// <summary>Where the next frame begins.</summary>
    public long End => PayloadAt + Length;

    public void Write(Span<byte> into, ulong salt)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(into, StorageFormat.Marker);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], Number);
        BinaryPrimitives.WriteInt32LittleEndian(into[24..], Index);
        BinaryPrimitives.WriteInt32LittleEndian(into[28..], (int)Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(into[32..], PayloadSum);
        BinaryPrimitives.WriteUInt64LittleEndian(into[SumAt..], XxHash64.Hash(into[..SumAt]) ^ salt);
    }

    /// <summary>Reads the header that stands at an offset of a file.</summary>
    /// <returns>False when none does.</returns>
    public static bool TryRead(ReadOnlySpan<byte> from, long offset, ulong salt, out FrameHeader header)
    {
        header = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != StorageFormat.Marker
            || BinaryPrimitives.ReadUInt64LittleEndian(from[SumAt..]) != (XxHash64.Hash(from[..SumAt]) ^ salt))
            return false;
        header = new FrameHeader(BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[4..]), BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]), (FrameFlags)BinaryPrimitives.ReadInt32LittleEndian(from[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(from[32..]));
        return header.Offset == offset && header.Length is >= 0 and <= StorageFormat.MaxPayload;
    }
}
