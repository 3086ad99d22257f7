using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Catalog.Layout;

/// <summary>Writes the arrays of an index, in pieces and without a copy of the whole.</summary>
internal sealed class IndexWriter(IItemWriter items)
{
    /// <summary>How large is a piece? A little less than a frame of the data folder, so that each fills one.</summary>
    public const int PieceBytes = 255 << 10;

    /// <summary>Before the first bytes of an array: kind, type, length.</summary>
    internal const int HeaderBytes = 2 + sizeof(int);

    private readonly byte[] item = new byte[HeaderBytes + PieceBytes];

    /// <summary>Arrays written.</summary>
    public int Count { get; private set; }

    /// <summary>Writes the next array.</summary>
    public void Write<T>(ReadOnlySpan<T> array)
        where T : unmanaged
    {
        item[0] = (byte)ItemKind.IndexArray;
        item[1] = (byte)ArrayTypes.Of<T>();
        BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(2), array.Length);
        Write(HeaderBytes, ref array);
        while (!array.IsEmpty)
        {
            item[0] = (byte)ItemKind.IndexBytes;
            Write(1, ref array);
        }
        Count++;
    }

    /// <summary>Writes an item with as much of the array as goes into it, and leaves the rest.</summary>
    private void Write<T>(int header, ref ReadOnlySpan<T> rest)
        where T : unmanaged
    {
        var taken = Math.Min(rest.Length, PieceBytes / ArrayTypes.SizeOf(ArrayTypes.Of<T>()));
        var bytes = MemoryMarshal.AsBytes(rest[..taken]);
        bytes.CopyTo(item.AsSpan(header));
        items.Write(item.AsSpan(0, header + bytes.Length));
        rest = rest[taken..];
    }
}
