using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Durability;

public sealed class RestoreTests
{
    [Fact]
    public async Task CommitAsync_LogIsFull_ChangesNothing()
    {
        var log = new MemoryLog();
        await using var store = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System, log, compactInBackground: false);
        await store.LoadAsync(SourceFile.At(1, """{"title":"A","year":1,"genres":["Old"]}"""));
        var before = (store.Status, store.Changes.End, Documents: await store.DocumentsAsync());
        log.IsFull = true;
        var file = SourceFile.At(2, """{"title":"A","year":1,"genres":["New"]}""", """{"title":"B","year":1}""", """{"title":"C","year":1,"deleted":true}""");
        var refused = await Assert.ThrowsAsync<WriteRefusedException>(() => store.LoadAsync(file));
        Assert.Equal(WriteRefusal.StorageFull, refused.Refusal);
        Assert.Equal(before.Status, store.Status);
        Assert.Equal(before.End, store.Changes.End);
        Assert.Equal(before.Documents, await store.DocumentsAsync());

        log.IsFull = false;
        var outcome = (await store.LoadAsync(file))[0];
        Assert.Equal((1, 1, 1), (outcome.Added, outcome.Updated, outcome.Unchanged));
        await using var restored = log.Restore(null);
        Assert.Equal(await store.DocumentsAsync(), await restored.DocumentsAsync());
    }

    [Fact]
    public async Task BeginRestore_AfterAWrite_Throws()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, """{"title":"A","year":1}""")]);
        Assert.Throws<InvalidOperationException>(store.BeginRestore);
    }

    [Fact]
    public async Task Read_ItemOfANewerVersion_IsRefused()
    {
        await using var store = await Asking.LoadedAsync();
        var restore = store.BeginRestore();
        restore.BeginCommit(1);
        Assert.Throws<InvalidDataException>(() => restore.Read([99, 1, 2]));
        Assert.Throws<InvalidDataException>(() => restore.Read([2, 1]));
    }

    [Fact]
    public async Task BeginRun_ImageInSeveralRuns_IsTheStoreAgainAndItsChangesBeginThere()
    {
        var records = new RecordSource(new Dice(3));
        var log = new MemoryLog();
        await using var store = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System, log, compactInBackground: false);
        await store.LoadAsync(records.Files(30, 20));
        var image = await store.CaptureAsync(_ => { }, CancellationToken.None);
        var runs = Enumerable.Range(0, 4).Select(_ => new ItemRun()).ToArray();
        image.WriteTo(key => runs[key % 4]);
        await store.LoadAsync(records.Files(30, 20));

        await using var restored = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System);
        var restore = restored.BeginRestore();
        restore.BeginImage(image.Number);
        foreach (var run in runs.Reverse())
        {
            restore.BeginRun();
            ReadOnlySpan<byte> rest = run.Written;
            while (ItemRun.TryRead(ref rest, out var item))
                restore.Read(item);
        }
        restore.BeginCommit(2);
        log.Commits[1].Items.ForEach(item => restore.Read(item));
        restore.Finish();

        Assert.Equal(await store.DocumentsAsync(), await restored.DocumentsAsync());
        Assert.Equal(store.Changes.End, restored.Changes.End);
    }

    [Fact]
    public async Task Finish_CommitLostBeforeOneThatChangesNothing_TheEndIsAPositionToGoOnFrom()
    {
        var log = new MemoryLog();
        await using var store = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System, log, compactInBackground: false);
        foreach (var day in (int[])[1, 2, 3])
            await store.LoadAsync(SourceFile.At(day, $$"""{"title":"A","year":1,"n":{{Math.Min(day, 2)}}}"""));
        await using var restored = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System);
        var restore = restored.BeginRestore();
        foreach (var (number, items) in log.Commits.Where(c => c.Number != 2))
        {
            restore.BeginCommit(number);
            items.ForEach(item => restore.Read(item));
        }
        restore.Finish();
        var next = restored.Changes.ReadAsync(restored.Changes.End, CancellationToken.None);
        await restored.LoadAsync(SourceFile.At(4, """{"title":"B","year":1}"""));
        Assert.Equal(FeedResult.Read, (await next).Result);
    }

    [Fact]
    public async Task CaptureAsync_WhileStampsMove_KeepsThoseOfItsMoment()
    {
        var log = new MemoryLog();
        await using var store = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System, log, compactInBackground: false);
        await store.LoadAsync(SourceFile.At(1, """{"title":"A","year":1,"n":1}"""));
        var image = await store.CaptureAsync(_ => { }, CancellationToken.None);
        // The same text, later: nothing but the stamp moves.
        await store.LoadAsync(SourceFile.At(9, """{"title":"A","year":1,"n":1}"""));
        await using var restored = new MemoryLog().Restore(image);
        Assert.Equal(1, (await restored.LoadAsync(SourceFile.At(5, """{"title":"A","year":1,"n":2}""")))[0].Updated);
        Assert.Equal(1, (await store.LoadAsync(SourceFile.At(5, """{"title":"A","year":1,"n":2}""")))[0].Unchanged);
    }
}
