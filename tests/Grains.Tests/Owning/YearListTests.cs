using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Owning;
using MovieGrains.Grains.Storage;
using MovieGrains.Grains.Tests.Storage;

namespace MovieGrains.Grains.Tests.Owning;

public sealed class YearListTests
{
    private readonly MemoryRows rows = new();

    [Fact]
    public async Task AddAsync_SomeYears_AreThereForTheNextOneOfUnknownVersion()
    {
        using var list = await YearList.ReadAsync(rows, 7, CancellationToken.None);
        foreach (var year in (int[])[1999, 1, 9999, 1999])
            await list.AddAsync(year, CancellationToken.None);
        using var next = await YearList.ReadAsync(rows, 8, CancellationToken.None);

        Assert.Equal(3, rows.Written.Count);
        Assert.Equal([(1, -1L), (1999, -1L), (9999, -1L)], next.News(0, 0).Years.Select(y => (y.Year, y.Version)).Order());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => next.AddAsync(10_000, CancellationToken.None));
    }

    [Fact]
    public async Task Announce_OlderVersion_IsNoNews()
    {
        using var list = await YearList.ReadAsync(rows, 7, CancellationToken.None);
        await list.AddAsync(1999, CancellationToken.None);
        list.Announce(new YearVersion(1999, 5, 3));
        var news = list.News(0, 0);
        list.Announce(new YearVersion(1999, 5, 2));
        Assert.Empty(list.News(news.Instance, news.Sequence).Years);

        list.Announce(new YearVersion(1999, 6, 1));
        Assert.Equal([new YearVersion(1999, 6, 1)], list.News(news.Instance, news.Sequence).Years);
        Assert.Throws<InvalidOperationException>(() => list.Announce(new YearVersion(2000, 1, 1)));
    }

    [Fact]
    public async Task ForgetVersions_IsNewsOfEachYear()
    {
        using var list = await YearList.ReadAsync(rows, 7, CancellationToken.None);
        await list.AddAsync(1999, CancellationToken.None);
        list.Announce(new YearVersion(1999, 5, 3));
        var news = list.News(7, 0);
        list.ForgetVersions();

        Assert.Equal([new YearVersion(1999, 0, -1)], list.News(7, news.Sequence).Years);
    }

    [Fact]
    public async Task AddAsync_SomebodyElseHasTheList_Throws()
    {
        using var list = await YearList.ReadAsync(rows, 7, CancellationToken.None);
        using var other = await YearList.ReadAsync(rows, 8, CancellationToken.None);
        await other.AddAsync(1, CancellationToken.None);

        await Assert.ThrowsAsync<RowConflictException>(() => list.AddAsync(2, CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_WriteFailed_TheNextOneGoesOnFromWhatTheRowHolds(bool isDone)
    {
        using var list = await YearList.ReadAsync(rows, 7, CancellationToken.None);
        await list.AddAsync(1, CancellationToken.None);
        rows.BeforeWrite = _ => isDone ? Task.CompletedTask : throw new IOException();
        rows.AfterWrite = _ => throw new IOException();
        await Assert.ThrowsAsync<IOException>(() => list.AddAsync(2, CancellationToken.None));
        (rows.BeforeWrite, rows.AfterWrite) = (null, null);
        await list.AddAsync(3, CancellationToken.None);

        using var next = await YearList.ReadAsync(rows, 8, CancellationToken.None);
        Assert.Equal(isDone ? [1, 2, 3] : [1, 3], next.News(0, 0).Years.Select(y => y.Year).Order());
        Assert.Equal(next.News(0, 0).Years.Select(y => y.Year).Order(), list.News(0, 0).Years.Select(y => y.Year).Order());
    }

    [Fact]
    public async Task ReadAsync_RowOfANewerVersion_Throws()
    {
        await rows.WriteAsync("list", [9, 1, 2], null, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(() => YearList.ReadAsync(rows, 7, CancellationToken.None));
    }
}
