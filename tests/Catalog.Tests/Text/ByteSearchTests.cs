using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Text;

public sealed class ByteSearchTests
{
    [Fact]
    public void IndexOfStructure_EveryByteAtEveryPlace_IsFoundWhenItIsOne()
    {
        ForEachByteAtEachPlace((bytes, value, place) =>
        {
            Assert.Equal("\"{}[]"u8.Contains(value) ? place : -1, ByteSearch.IndexOfStructure(bytes, (byte)'"'));
            Assert.Equal("\"{}[]\n"u8.Contains(value) ? place : -1, ByteSearch.IndexOfStructure(bytes, (byte)'\n'));
        });
    }

    [Fact]
    public void IndexOfEscaped_EveryByteAtEveryPlace_IsFoundWhenItIsOne()
    {
        ForEachByteAtEachPlace((bytes, value, place) =>
            Assert.Equal(value < 0x20 || "\"\\"u8.Contains(value) ? place : -1, ByteSearch.IndexOfEscaped(bytes)));
    }

    [Fact]
    public void IndexOfStructure_OfSeveral_IsTheFirst() =>
        Assert.Equal(3, ByteSearch.IndexOfStructure("abc}defghijklmnop{\"[]"u8, (byte)'"'));

    [Fact]
    public void Index_OfNothing_IsNone()
    {
        Assert.Equal(-1, ByteSearch.IndexOfStructure([], (byte)'"'));
        Assert.Equal(-1, ByteSearch.IndexOfEscaped([]));
    }

    private static void ForEachByteAtEachPlace(Action<byte[], byte, int> check)
    {
        foreach (var length in new[] { 1, 15, 16, 17, 40 })
        {
            for (var place = 0; place < length; place++)
            {
                for (var value = 0; value < 256; value++)
                {
                    var bytes = new byte[length];
                    bytes.AsSpan().Fill((byte)'x');
                    bytes[place] = (byte)value;
                    check(bytes, (byte)value, place);
                }
            }
        }
    }
}
