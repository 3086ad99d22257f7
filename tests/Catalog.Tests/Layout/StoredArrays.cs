using System.Buffers.Binary;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Parts;

namespace MovieGrains.Catalog.Tests.Layout;

/// <summary>Takes arrays as an image does, and gives them back.</summary>
internal sealed class StoredArrays : IItemWriter
{
    public List<byte[]> Items { get; } = [];

    public void Write(ReadOnlySpan<byte> item) => Items.Add(item.ToArray());

    /// <summary>What some work writes.</summary>
    public static StoredArrays Of(Action<IndexWriter> write)
    {
        var stored = new StoredArrays();
        write(new IndexWriter(stored));
        return stored;
    }

    /// <summary>A reader of the arrays; null when they are not whole.</summary>
    public IndexReader? Open(long mostBytes = 1 << 24)
    {
        var arrays = new IndexArrays();
        var count = 0UL;
        foreach (var item in Items)
        {
            if (item[0] == (byte)ItemKind.IndexArray)
            {
                arrays.Begin(item.AsSpan(1), mostBytes);
                count++;
            }
            else
            {
                arrays.Continue(item.AsSpan(1));
            }
        }
        return arrays.End(count);
    }

    /// <summary>Reads something back, and asserts that it would be written the same again.</summary>
    public T Read<T>(Func<IndexReader, T> read, Action<T, IndexWriter> write)
    {
        var reader = Open();
        Assert.NotNull(reader);
        var copy = read(reader);
        reader.End();
        var again = Of(writer => write(copy, writer));
        Assert.Equal(Items.Count, again.Items.Count);
        foreach (var (one, other) in Items.Zip(again.Items))
            Assert.True(one.AsSpan().SequenceEqual(other));
        return copy;
    }

    /// <summary>A part of some documents, as any store builds it.</summary>
    public static Part PartOf(IReadOnlyList<byte[]> documents)
    {
        var arena = new DocumentArena();
        long[] addresses = [.. documents.Select(d => arena.Add(d))];
        return new PartBuilder(arena.Freeze(), addresses, twoThreads: false).Build(out _);
    }

    /// <summary>The same documents as a part has, in its order, as a restore gathers them.</summary>
    public static (Documents Documents, long[] Addresses) DocumentsOf(Part part)
    {
        var arena = new DocumentArena();
        long[] addresses = [.. Enumerable.Range(0, part.Count).Select(movie => arena.Add(part.DocumentOf(movie)))];
        return (arena.Freeze(), addresses);
    }

    /// <summary>An array's item that says that it has so many elements.</summary>
    public static byte[] WithLength(byte[] item, int length)
    {
        byte[] changed = [.. item];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(2), length);
        return changed;
    }
}
