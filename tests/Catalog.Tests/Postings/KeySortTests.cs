using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Tests.Postings;

public sealed class KeySortTests
{
    [Theory]
    [InlineData(0, ulong.MaxValue)]
    [InlineData(1, ulong.MaxValue)]
    [InlineData(2, ulong.MaxValue)]
    [InlineData(48, ulong.MaxValue)]
    [InlineData(49, ulong.MaxValue)]
    [InlineData(5000, ulong.MaxValue)]
    [InlineData(5000, 3UL)]                      // Many equal keys.
    [InlineData(5000, 0xFF00_0000_0000_0000UL)]  // One byte that differs, so an odd number of deals.
    [InlineData(5000, 0x00FF_0000_00FF_0000UL)]
    [InlineData(5000, 0UL)]
    public void Sort_AnyKeys_OrdersThemAndKeepsEqualOnesInOrder(int count, ulong mask)
    {
        var random = new Random(count);
        var keys = new ulong[count];
        for (var i = 0; i < count; i++)
            keys[i] = (ulong)random.NextInt64(long.MinValue, long.MaxValue) & mask;
        var numbers = TextSort.Ascending(count);
        var expected = numbers.OrderBy(number => keys[number]).ToArray();
        var expectedKeys = keys.Order().ToArray();

        KeySort.Sort(keys, numbers);

        Assert.Equal(expectedKeys, keys);
        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void Sort_InBuffersOfALargerSort_OrdersAsManyAsThereAre()
    {
        var random = new Random(7);
        var buffers = new BuildBuffers();
        foreach (var count in (int[])[5000, 100, 49, 5001, 0, 300])
        {
            var keys = buffers.Keys(count);
            for (var i = 0; i < count; i++)
                keys[i] = (ulong)random.NextInt64(0, 1000);
            ulong[] given = [.. keys];
            var numbers = TextSort.Ascending(count);

            KeySort.Sort(keys, numbers, buffers);

            Assert.Equal(given.Order(), keys.ToArray());
            Assert.Equal(Enumerable.Range(0, count).OrderBy(number => given[number]), numbers);
        }
    }
}
