using System.Buffers.Binary;

namespace MovieGrains.Ingest.Sources;

/// <summary>A cyclic redundancy check of 32 or 64 bits, lowest bit first, begun with and ended by the inversion of all bits.</summary>
/// <remarks>The checksums that S3 has for objects; the base library knows none of them. Value: big-endian, as S3 writes it.</remarks>
internal sealed class ReflectedCrc
{
    private readonly ulong[] _table;
    private readonly int _bytes;
    private ulong _state = ulong.MaxValue;

    private ReflectedCrc(ulong polynomial, int bytes)
    {
        _table = [.. Enumerable.Range(0, 256).Select(value => Remainder((ulong)value, polynomial))];
        _bytes = bytes;
        _state >>= 64 - (8 * bytes);
    }

    public static ReflectedCrc Crc32() => new(0xEDB88320, sizeof(uint));

    public static ReflectedCrc Crc32C() => new(0x82F63B78, sizeof(uint));

    public static ReflectedCrc Crc64Nvme() => new(0x9A6C9329AC4BC9B5, sizeof(ulong));

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var value in bytes)
            state = _table[(byte)(state ^ value)] ^ (state >> 8);
        _state = state;
    }

    /// <summary>The check of all bytes so far.</summary>
    public byte[] Value()
    {
        var value = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(value, ~_state);
        return value[(sizeof(ulong) - _bytes)..];
    }

    private static ulong Remainder(ulong value, ulong polynomial)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
        return value;
    }
}
