using System.Runtime.CompilerServices;

namespace MovieGrains.Catalog.Buffers;

/// <summary>Numbers in as few bytes as they need: 7 bits a byte, the lowest first, the highest bit set in all but the last.</summary>
internal static class Varint
{
    /// <summary>Writes a number.</summary>
    public static void AppendVarint(this ByteBuffer bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.Append((byte)(number | 0x80));
        bytes.Append((byte)number);
    }

    /// <summary>Writes a number to a place where there is room for it.</summary>
    /// <returns>The place behind it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Write(byte[] bytes, int at, uint number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes[at++] = (byte)(number | 0x80);
        bytes[at++] = (byte)number;
        return at;
    }
}
