using System.Buffers.Binary;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Durability;

/// <summary>Items in one piece of memory, to be sent or kept: each is 4 bytes of its length (little-endian), then its bytes.</summary>
public sealed class ItemRun : IItemWriter
{
    private readonly ByteBuffer bytes = new(4096);

    /// <summary>The items so far.</summary>
    public ReadOnlySpan<byte> Written => bytes.Written;

    /// <summary>How many bytes they have.</summary>
    public int Length => bytes.Written.Length;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> item)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.Reserve(sizeof(int)), item.Length);
        bytes.Advance(sizeof(int));
        bytes.Append(item);
    }

    /// <summary>Reads the next item of a run.</summary>
    /// <param name="run">What is left of the run; afterwards, what follows the item.</param>
    /// <param name="item">The item.</param>
    /// <returns>False at the end of the run.</returns>
    /// <exception cref="InvalidDataException">The run ends within an item.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> run, out ReadOnlySpan<byte> item)
    {
        item = default;
        if (run.IsEmpty)
            return false;
        if (run.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(run) is var length && (length < 1 || length > run.Length - sizeof(int)))
            throw new InvalidDataException("A run of items ends within an item.");
        item = run.Slice(sizeof(int), length);
        run = run[(sizeof(int) + length)..];
        return true;
    }
}
