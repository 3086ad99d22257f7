using System.Buffers.Binary;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Standalone.Storage;

/// <summary>The header of a file. Its layout is in StorageFormat.cs.</summary>
internal sealed record FileHeader(FileKind Kind, long Number, DateTimeOffset Begun, ulong Salt)
{
    private const int SumAt = 40;

    /// <summary>Whether one of its two copies was damaged.</summary>
    public bool IsMended { get; private init; }

    /// <summary>Both copies.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[StorageFormat.HeaderBytes];
        var copy = bytes.AsSpan(0, StorageFormat.HeaderCopyBytes);
        StorageFormat.Magic.CopyTo(copy);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[8..], StorageFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(copy[12..], (int)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(copy[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(copy[24..], Begun.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64LittleEndian(copy[32..], Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(copy[SumAt..], XxHash64.Hash(copy[..SumAt]));
        copy.CopyTo(bytes.AsSpan(StorageFormat.HeaderCopyBytes));
        return bytes;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <returns>Null when both copies are damaged.</returns>
    /// <exception cref="InvalidDataException">A later version wrote the file.</exception>
    public static FileHeader? Read(IDiskFile file, string name)
    {
        Span<byte> bytes = stackalloc byte[StorageFormat.HeaderBytes];
        bytes = bytes[..file.Read(bytes, 0)];
        var first = ReadCopy(bytes, name);
        var second = bytes.Length < StorageFormat.HeaderBytes ? null : ReadCopy(bytes[StorageFormat.HeaderCopyBytes..], name);
        return (first ?? second) is { } header ? header with { IsMended = first is null || second is null } : null;
    }

    private static FileHeader? ReadCopy(ReadOnlySpan<byte> copy, string name)
    {
        if (copy.Length < StorageFormat.HeaderCopyBytes || !copy.StartsWith(StorageFormat.Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(copy[SumAt..]) != XxHash64.Hash(copy[..SumAt]))
            return null;
        var version = BinaryPrimitives.ReadUInt32LittleEndian(copy[8..]);
        if (version > StorageFormat.Version)
            throw new InvalidDataException($"{name} was written by a later release (format {version}; this one reads up to "
                + $"{StorageFormat.Version}). Nothing was changed; start that release, or name another data folder.");
        return new FileHeader((FileKind)BinaryPrimitives.ReadInt32LittleEndian(copy[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(copy[16..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(copy[24..])),
            BinaryPrimitives.ReadUInt64LittleEndian(copy[32..]));
    }
}
