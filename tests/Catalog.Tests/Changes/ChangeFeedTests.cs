using System.Text;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Changes;

public sealed class ChangeFeedTests
{
    private const string Film = "\"title\":\"The Film\",\"year\":2000";

    [Fact]
    public async Task ReadAsync_AfterAPosition_TellsWhatCameInOrder()
    {
        await using var store = await Asking.LoadedAsync();
        var start = store.Changes.End;
        await store.LoadAsync(SourceFile.At(1, $$"""{{{Film}},"a":1}""", """{"title":"B","year":1}"""));
        await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"a":2}""", """{"title":"B","year":1}"""));
        var write = store.BeginRecords();
        write.Add(Encoding.UTF8.GetBytes("""{"title":"B","year":1,"deleted":true}"""));
        await write.CommitAsync(null, CancellationToken.None);
        await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"href":"h"}"""));

        var page = await store.Changes.ReadAsync(start, CancellationToken.None);
        Assert.Equal(FeedResult.Read, page.Result);
        Assert.Equal(
            ["Added test 1", "Added test 1", "Updated test 2", "Deleted api 3", "Deleted test 4", "Added test 4"],
            page.Changes.Select(c => $"{c.Kind} {c.Source} {c.Generation}"));
        Assert.StartsWith(page.Changes[4].Id + "-", page.Changes[5].Id, StringComparison.Ordinal);
        Assert.Equal(store.Changes.End, page.Changes[^1].Position);
        for (var i = 0; i + 1 < page.Changes.Count; i++)
            Assert.Equal(page.Changes.Skip(i + 1), (await store.Changes.ReadAsync(page.Changes[i].Position!, CancellationToken.None)).Changes);
    }

    [Fact]
    public async Task ReadAsync_AtTheEnd_WaitsForAChangeThatIsSeen()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}}}""")]);
        var waiting = store.Changes.ReadAsync(store.Changes.End, CancellationToken.None).AsTask();
        await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}}}"""));
        Assert.False(waiting.IsCompleted);
        await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"x":1}"""));
        var change = Assert.Single((await waiting).Changes);
        Assert.Contains("\"x\":1", await store.GetAsync(change.Id), StringComparison.Ordinal);
        using var soon = new CancellationTokenSource();
        var cancelled = store.Changes.ReadAsync(store.Changes.End, soon.Token).AsTask();
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0-1")]
    [InlineData("0-1.x")]
    [InlineData("-1.1")]
    [InlineData("0-99999999999999999999.1")]
    public async Task ReadAsync_NoPosition_IsMalformed(string after)
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}}}""")]);
        Assert.Equal(FeedResult.Malformed, (await store.Changes.ReadAsync(after, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task ReadAsync_AnotherStoresPosition_IsExpired()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}}}""")]);
        var epoch = store.Changes.End.Split('-')[0];
        Assert.Equal(FeedResult.Expired, (await store.Changes.ReadAsync("abc-1.1", CancellationToken.None)).Result);
        Assert.Equal(FeedResult.Expired, (await store.Changes.ReadAsync(epoch + "-9.1", CancellationToken.None)).Result);
    }

    [Fact]
    public async Task ReadAsync_MoreThanAreRemembered_TheOldestExpire()
    {
        var log = new ChangeLog(100) { Epoch = "e" };
        var start = log.End;
        for (var commit = 1; commit <= 30; commit++)
        {
            log.Begin(commit);
            for (var i = 0; i < 7; i++)
                log.Add(ChangeKind.Added, new MovieId(2000, (ulong)commit, MovieId.NoHref), "s");
            log.EndCommit();
        }
        Assert.Equal(100, log.Count);
        Assert.Equal(FeedResult.Expired, (await log.ReadAsync(start, CancellationToken.None)).Result);
        Assert.Equal(FeedResult.Expired, (await log.ReadAsync("e-16.4", CancellationToken.None)).Result);
        var page = await log.ReadAsync("e-16.5", CancellationToken.None);
        Assert.Equal(100, page.Changes.Count);
        Assert.Equal("e-16.6", page.Changes[0].Position);
        Assert.Equal(log.End, page.Changes[^1].Position);
    }

    [Fact]
    public async Task Restore_AfterAnImage_GoesOnFromThere()
    {
        var log = new MemoryLog();
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        var start = $"{store.Changes.End.Split('-')[0]}-1.0";
        await store.LoadAsync(SourceFile.At(1, $$"""{{{Film}}}"""));
        var first = store.Changes.End;
        var image = await store.CaptureAsync(_ => { }, CancellationToken.None);
        await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"x":1}"""));
        var second = store.Changes.End;
        await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"x":2}"""));
        await using var restored = log.Restore(image);
        Assert.Equal(store.Changes.End, restored.Changes.End);
        Assert.Equal(
            (await store.Changes.ReadAsync(second, CancellationToken.None)).Changes,
            (await restored.Changes.ReadAsync(second, CancellationToken.None)).Changes);
        // Whoever had seen all that the image has misses nothing.
        Assert.Equal(
            (await store.Changes.ReadAsync(first, CancellationToken.None)).Changes,
            (await restored.Changes.ReadAsync(first, CancellationToken.None)).Changes);
        Assert.Equal(FeedResult.Expired, (await restored.Changes.ReadAsync(start, CancellationToken.None)).Result);
    }
}
