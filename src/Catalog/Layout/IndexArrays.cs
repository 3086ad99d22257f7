using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Layout;

/// <summary>Takes the arrays of a stored index as their pieces come, each byte straight to its place.</summary>
/// <remarks>Whatever does not fit together is remembered, and not an error: an index can be built instead.</remarks>
internal sealed class IndexArrays
{
    private readonly List<Array> arrays = [];
    private long bytesLeft, filled, length; // Bytes that arrays may still take; of the last one, bytes there are and should be.
    private bool isBroken;

    /// <summary>Begins an array.</summary>
    /// <param name="item">Type, length, and the first bytes.</param>
    /// <param name="mostBytes">How many bytes all arrays may take: what is allocated on the word of a file.</param>
    public void Begin(ReadOnlySpan<byte> item, long mostBytes)
    {
        if (arrays.Count == 0)
            bytesLeft = mostBytes;
        if (item.Length < 1 + sizeof(int))
        {
            isBroken = true;
            return;
        }
        var type = (ArrayType)item[0];
        var elements = BinaryPrimitives.ReadInt32LittleEndian(item[1..]);
        var bytes = (long)elements * ArrayTypes.SizeOf(type);
        isBroken |= filled != length || elements < 0 || ArrayTypes.SizeOf(type) == 0 || bytes > bytesLeft;
        if (isBroken)
            return;
        arrays.Add(ArrayTypes.Allocate(type, elements));
        PagesAhead.Touch(arrays[^1]);
        bytesLeft -= bytes;
        (filled, length) = (0, bytes);
        Continue(item[(1 + sizeof(int))..]);
    }

    /// <summary>Takes the next bytes of the last array.</summary>
    public void Continue(ReadOnlySpan<byte> bytes)
    {
        isBroken |= bytes.Length > length - filled;
        if (isBroken || bytes.IsEmpty)
            return;
        bytes.CopyTo(MemoryMarshal.CreateSpan(
            ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(arrays[^1]), (nint)filled), bytes.Length));
        filled += bytes.Length;
    }

    /// <summary>Ends the arrays.</summary>
    /// <param name="count">How many there should be.</param>
    /// <returns>Null when they are not all there.</returns>
    public IndexReader? End(ulong count) =>
        isBroken || filled != length || count != (ulong)arrays.Count ? null : new IndexReader(arrays);
}
