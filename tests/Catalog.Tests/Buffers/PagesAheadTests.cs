using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Tests.Buffers;

/// <summary>Making memory ready changes nothing that is written to it meanwhile.</summary>
public sealed class PagesAheadTests
{
    [Fact]
    public void Touch_WhileTheArrayIsFilled_ChangesNothing()
    {
        for (var round = 0; round < 10; round++)
        {
            var array = new ulong[1_000_003];
            PagesAhead.Touch(array);
            for (var i = 0; i < array.Length; i++)
                array[i] = (ulong)i;
            PagesAhead.Touch(array);
            for (var i = 0; i < array.Length; i++)
                Assert.True(array[i] == (ulong)i, $"{i}");
        }
    }

    [Fact]
    public void Touch_OfLittle_IsFine()
    {
        PagesAhead.Touch(Array.Empty<byte>());
        PagesAhead.Touch(new ushort[3]);
    }
}
