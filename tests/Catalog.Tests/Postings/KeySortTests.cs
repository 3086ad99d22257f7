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
}
