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
}
