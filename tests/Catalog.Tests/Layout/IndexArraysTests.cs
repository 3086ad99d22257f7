using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Tests.Layout;

/// <summary>Arrays come back as they were written, and nothing is taken for one that is none.</summary>
public sealed class IndexArraysTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(IndexWriter.PieceBytes - 1)]
    [InlineData(IndexWriter.PieceBytes)]
    [InlineData(IndexWriter.PieceBytes + 1)]
    [InlineData((2 * IndexWriter.PieceBytes) + 1)]
    public void Read_ArraysOfAllTypes_AreThoseThatWereWritten(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        ushort[] shorts = [.. Enumerable.Range(0, length).Select(i => (ushort)(i * 7))];
        int[] ints = [.. Enumerable.Range(0, length).Select(i => -i)];
        uint[] uints = [.. Enumerable.Range(0, length).Select(i => uint.MaxValue - (uint)i)];
        ulong[] longs = [.. Enumerable.Range(0, length).Select(i => ulong.MaxValue / 3 * (ulong)i)];
        var stored = StoredArrays.Of(writer =>
        {
            writer.Write<byte>(bytes);
            writer.Write<ushort>(shorts);
            writer.Write<int>(ints);
            writer.Write<uint>(uints);
            writer.Write<ulong>(longs);
            Assert.Equal(5, writer.Count);
        });
        Assert.All(stored.Items, item => Assert.InRange(item.Length, 1, IndexWriter.HeaderBytes + IndexWriter.PieceBytes));
        var reader = stored.Open()!;
        Assert.Equal(bytes, reader.Read<byte>());
        Assert.Equal(shorts, reader.Read<ushort>(length));
        Assert.Equal(ints, reader.Read<int>());
        Assert.Equal(uints, reader.Read<uint>());
        Assert.Equal(longs, reader.Read<ulong>());
        reader.End();
    }

    [Fact]
    public void Begin_LengthBeyondAllDocuments_IsRefusedBeforeAnythingIsAllocated()
    {
        var stored = StoredArrays.Of(writer => writer.Write<ulong>([1, 2, 3]));
        foreach (var length in (int[])[int.MaxValue, 200_000_000, -1, int.MinValue])
        {
            stored.Items[0] = StoredArrays.WithLength(stored.Items[0], length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Null(stored.Open(mostBytes: 1 << 20));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        }
    }

    [Fact]
    public void End_BytesMissingOrTooMany_IsNoIndex()
    {
        var stored = StoredArrays.Of(writer => writer.Write<int>(new int[IndexWriter.PieceBytes]));
        var whole = stored.Items.ToList();
        Assert.NotNull(stored.Open());
        for (var dropped = 1; dropped < whole.Count; dropped++)
        {
            stored.Items.RemoveAt(dropped);
            Assert.Null(stored.Open());
            stored.Items.Insert(dropped, whole[dropped]);
        }
        stored.Items.Add([(byte)ItemKind.IndexBytes, 1]);
        Assert.Null(stored.Open());
        stored.Items.Clear();
        stored.Items.Add([(byte)ItemKind.IndexArray, 77, 0, 0, 0, 0]);
        Assert.Null(stored.Open());
        stored.Items[0] = [(byte)ItemKind.IndexArray, 1, 0];
        Assert.Null(stored.Open());
    }

    [Fact]
    public void Read_AnotherTypeLengthOrRange_IsRefused()
    {
        var stored = StoredArrays.Of(writer => writer.Write<int>([3, 5, 4]));
        Refuses(reader => reader.Read<uint>());
        Refuses(reader => reader.Read<int>(4));
        Refuses(reader => reader.ReadNumbers(below: 5));
        Refuses(reader => reader.ReadNumbers(2, below: 6));
        Refuses(reader => reader.ReadEnds(4));
        Refuses(reader => reader.End());
        Assert.Equal([3, 5, 4], stored.Open()!.ReadNumbers(3, below: 6));
        stored = StoredArrays.Of(writer => writer.Write<int>([0, 0, 4]));
        Refuses(reader => reader.ReadEnds(5));
        Refuses(reader => reader.ReadEnds(2, 4));
        Assert.Equal([0, 0, 4], stored.Open()!.ReadEnds(3, 4));
        stored = StoredArrays.Of(writer => writer.Write<int>([-1]));
        Refuses(reader => reader.ReadNumbers(below: int.MaxValue));
        Refuses(reader => reader.ReadEnds(-1));
        Assert.Empty(StoredArrays.Of(writer => writer.Write<int>([])).Open()!.ReadNumbers(below: 0));

        void Refuses(Action<IndexReader> read) => Assert.Throws<InvalidDataException>(() => read(stored.Open()!));
    }
}
