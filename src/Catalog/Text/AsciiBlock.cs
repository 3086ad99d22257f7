using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MovieGrains.Catalog.Text;

/// <summary>Sixteen bytes of text at once, the part of each that is ASCII.</summary>
/// <remarks>Comparisons are signed: bytes past ASCII are negative, and so neither a letter nor white space.</remarks>
internal static class AsciiBlock
{
    /// <summary>Bytes in a block: the vector width that every 64-bit machine has.</summary>
    public const int Size = 16;

    /// <summary>All bits of each byte that is white space: blank, and U+0009..U+000D.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> IsWhiteSpace(Vector128<byte> block) =>
        IsBetween(block, '\t', '\r') | Vector128.Equals(block, Vector128.Create((byte)' '));

    /// <summary>Letters in lower case, white space as blanks, and the grave accent as its caller wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToLower(Vector128<byte> block, Vector128<byte> isBlank, byte grave)
    {
        var lower = block | (IsBetween(block, 'A', 'Z') & Vector128.Create((byte)0x20));
        var isGrave = Vector128.Equals(block, Vector128.Create((byte)'`'));
        lower = Vector128.ConditionalSelect(isGrave, Vector128.Create(grave), lower);
        return Vector128.ConditionalSelect(isBlank, Vector128.Create((byte)' '), lower);
    }

    /// <summary>A text shorter than a block, with NUL bytes after it.</summary>
    /// <remarks>By reads that overlap: a vector read back from a copy would wait for the copy's many small stores.</remarks>
    public static Vector128<byte> Pad(ReadOnlySpan<byte> text)
    {
        Debug.Assert(text.Length is > 0 and < Size, "A full block needs no padding, and an empty one is none.");
        if (text.Length < sizeof(ulong))
            return LittleEndian(PadShort(text), 0);
        var last = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        // The shift drops the bytes that the first half has; it takes two steps, as one by all 64 bits would shift by none.
        var beyond = last >> (8 * (Size - 1 - text.Length)) >> 8;
        return LittleEndian(BinaryPrimitives.ReadUInt64LittleEndian(text), beyond);
    }

    private static ulong PadShort(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(uint))
        {
            ulong last = BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]);
            return BinaryPrimitives.ReadUInt32LittleEndian(text) | (last << (8 * (text.Length - sizeof(uint))));
        }
        // One to three bytes: the first, the middle and the last are all there are, some of them twice.
        return text[0] | ((ulong)text[text.Length / 2] << (8 * (text.Length / 2))) | ((ulong)text[^1] << (8 * (text.Length - 1)));
    }

    private static Vector128<byte> LittleEndian(ulong first, ulong second) => BitConverter.IsLittleEndian
        ? Vector128.Create(first, second).AsByte()
        : Vector128.Create(BinaryPrimitives.ReverseEndianness(first), BinaryPrimitives.ReverseEndianness(second)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> IsBetween(Vector128<byte> block, char first, char last)
    {
        var signed = block.AsSByte();
        var notBelow = Vector128.GreaterThan(signed, Vector128.Create((sbyte)(first - 1)));
        return (notBelow & Vector128.LessThan(signed, Vector128.Create((sbyte)(last + 1)))).AsByte();
    }
}
