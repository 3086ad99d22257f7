using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Store;

/// <summary>What takes long is run where it holds up nobody, unless a client waits for it.</summary>
public sealed class AsideTests
{
    private int _ran;
    private Action _atFirst = static () => { };

    [Fact]
    public async Task CommitAsync_OfFiles_IsRunAside()
    {
        await using var store = NewStore();
        for (var i = 0; i < 10; i++)
            await store.LoadAsync(SourceFile.At(i, $$"""{"title":"T{{i}}","year":1}""", """{"title":"Of all","year":1}"""));
        Assert.True(_ran > 30, $"{_ran} times: merging, building, showing, and compactions");
        Assert.Equal(11, store.Status.Movies);
    }

    [Fact]
    public async Task CommitAsync_OfAClient_IsNot()
    {
        await using var store = NewStore();
        await PostAsync(store);
        Assert.Equal((0, 1), (_ran, store.Status.Movies));
    }

    [Fact]
    public async Task CommitAsync_OfFilesWhileAClientWaits_GoesOnAtOnce()
    {
        await using var store = NewStore();
        Task? post = null;
        // The write can't be done before the files are: they have the turn.
        _atFirst = () => post = PostAsync(store);
        await store.LoadAsync(SourceFile.At(1, """{"title":"File","year":1}"""));
        await post!;
        Assert.Equal((1, 2), (_ran, store.Status.Movies));
    }

    [Fact]
    public async Task CommitAsync_WorkAsideFails_LeavesTheTurnToOthers()
    {
        await using var store = NewStore();
        _atFirst = static () => throw new NotSupportedException();
        await Assert.ThrowsAsync<NotSupportedException>(() => store.LoadAsync(SourceFile.At(1, """{"title":"File","year":1}""")));
        await store.LoadAsync(SourceFile.At(1, """{"title":"File","year":1}"""));
        Assert.Equal(1, store.Status.Movies);
    }

    private CatalogStore NewStore() => new(TimeProvider.System, compactInBackground: false, aside: Run);

    private void Run(Action work)
    {
        if (_ran++ == 0)
            _atFirst();
        work();
    }

    private static async Task PostAsync(CatalogStore store)
    {
        var write = store.BeginRecords();
        write.Add("""{"title":"Client","year":1}"""u8);
        await write.CommitAsync(null, CancellationToken.None);
    }
}
