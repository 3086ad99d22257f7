using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Durability;

/// <summary>Whatever an image has of indexes, a store restored from it answers the same.</summary>
public sealed class ImageTests
{
    private const string Matrix = """{"id":"1999-04vb8zr8rqk1c","title":"The Matrix","year":1999,"cast":["Keanu Reeves"],"genres":["Action"]}""";

    /// <summary>What the releases before indexes were stored wrote, byte by byte.</summary>
    [Fact]
    public async Task Restore_ImageOfTheLayoutBefore_HasItsMovies()
    {
        await using var written = await Asking.LoadedAsync([SourceFile.At(1, Matrix)]);
        var document = (await written.DocumentsAsync())[0];
        byte[] file = [1, 1, 0, 0x40, 0x97, 0x5D, 0xB6, 0x8E, 0xD7, 0x08, 1, (byte)'s', 1, (byte)'k'];
        byte[] movie = [2, 0, 0, 0, 1, 5, 0, .. Encoding.UTF8.GetBytes(document)];
        byte[] note = [6, 1, (byte)'n', 1, 42];
        await using var restored = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var restore = restored.BeginRestore();
        restore.BeginImage(7);
        foreach (var item in (byte[][])[note, file, movie])
            restore.Read(item);
        Assert.False(restore.LacksIndex);
        restore.Finish();
        Assert.Equal(7, restored.Status.Generation);
        Assert.Equal([document], await restored.DocumentsAsync());
        Assert.Equal([42], restored.Find("n"));
    }

    [Fact]
    public async Task WriteTo_LargeAndSmallParts_HasTheIndexesOfTheLargeAlone()
    {
        await using var store = await StoreAsync();
        Assert.True(store.Current.Parts.Length >= 2);
        var items = await ItemsAsync(store);
        Assert.Equal(1, items.Count(i => i[0] == (byte)ItemKind.Part));
        Assert.Equal(1, items.Count(i => i[0] == (byte)ItemKind.PartEnd));
        Assert.Contains(items, i => i[0] == (byte)ItemKind.Movie && i[1] == (byte)ItemChange.Gone);
        var (restored, lacksIndex) = Restore(items);
        await using var _ = restored;
        Assert.False(lacksIndex);
        Assert.Equal(2, restored.Status.Parts);
        await AssertAnswersAsync(store, restored);
    }

    [Fact]
    public async Task Restore_MoviesWithoutIndexThatWouldHaveOne_SaysSo()
    {
        await using var store = await StoreAsync(leastIndexed: int.MaxValue);
        var (restored, lacksIndex) = Restore(await ItemsAsync(store));
        await using var _ = restored;
        Assert.True(lacksIndex);
        await AssertAnswersAsync(store, restored);
    }

    [Fact]
    public async Task Restore_IndexOfAnotherVersion_IsBuiltInstead()
    {
        await using var store = await StoreAsync();
        var items = await ItemsAsync(store);
        var part = items.FindIndex(i => i[0] == (byte)ItemKind.Part);
        items[part] = [.. items[part][..^1], (byte)'?'];
        await AssertRefusedAsync(store, items);
    }

    [Fact]
    public async Task Restore_AnyItemOfAnIndexMissing_IsBuiltInstead()
    {
        await using var store = await StoreAsync();
        var items = await ItemsAsync(store);
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at][0] is (byte)ItemKind.IndexArray or (byte)ItemKind.IndexBytes or (byte)ItemKind.PartEnd)
                await AssertRefusedAsync(store, [.. items.Where((_, i) => i != at)]);
        }
    }

    [Fact]
    public async Task Restore_AnyArrayOfAnIndexShorterOrAnother_IsBuiltInsteadOrTheSame()
    {
        await using var store = await StoreAsync();
        var items = await ItemsAsync(store);
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at][0] != (byte)ItemKind.IndexArray)
                continue;
            var whole = items[at];
            items[at] = Layout.StoredArrays.WithLength(whole, int.MaxValue);
            await AssertRefusedAsync(store, items);
            items[at] = [whole[0], (byte)(whole[1] == 1 ? 2 : 1), .. whole[2..]];
            await AssertRefusedAsync(store, items);
            items[at] = [whole[0], whole[1], 0, 0, 0, 0];
            if (whole.Length > IndexWriter.HeaderBytes)
                await AssertRefusedAsync(store, items);
            items[at] = whole;
        }
    }

    /// <summary>Two parts begin, and the first never ends.</summary>
    [Fact]
    public async Task Restore_PartWithoutEnd_IsBuiltInstead()
    {
        await using var store = await StoreAsync();
        var items = await ItemsAsync(store);
        var end = items.FindIndex(i => i[0] == (byte)ItemKind.PartEnd);
        var movies = items.FindLastIndex(end, i => i[0] == (byte)ItemKind.Movie);
        await AssertRefusedAsync(store, [.. items[..(movies + 1)], .. items[(end + 1)..]]);
        await AssertRefusedAsync(store, [.. items.Where(IsFile), .. items[(end + 1)..].Where(i => !IsFile(i)), .. items[..(movies + 1)].Where(i => !IsFile(i))]);

        static bool IsFile(byte[] item) => item[0] == (byte)ItemKind.File;
    }

    /// <summary>Another hash: the same documents give other arrays than before, so that those of earlier releases must not be taken any
    /// more. Raise the number in <see cref="IndexLayout"/>, and keep the new hash here.</summary>
    [Fact]
    public async Task WriteTo_TheSameMoviesAsEver_GivesTheArraysOfThisVersion()
    {
        var dice = new Dice(1);
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, [.. new LargeRecords(dice).Next(2_500), .. dice.Some(200, 200, new RecordSource(dice).Next)])]);
        var arrays = Layout.StoredArrays.Of(writer => Catalog.Parts.PartLayout.WriteTo(store.Current.Parts[0].Part, writer));
        Assert.StartsWith("3, .NET ", IndexLayout.Version, StringComparison.Ordinal);
        Assert.Equal(1_094_118_474_984_924_233UL, XxHash64.Hash(arrays.Items.SelectMany(i => i).ToArray()));
    }

    /// <summary>A large part with deletions, and a small one.</summary>
    private static async Task<CatalogStore> StoreAsync(int leastIndexed = 60)
    {
        var dice = new Dice(5);
        var source = new LargeRecords(dice);
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false) { LeastIndexed = leastIndexed };
        var large = source.Next(120);
        await store.LoadAsync(SourceFile.At(1, [.. large]));
        await store.LoadAsync(SourceFile.At(2, [.. large.Take(9).Select(r => r[..^1] + ",\"deleted\":true}"), .. large.Skip(20).Take(7).Select(r => r[..^1] + ",\"rating\":3}")]));
        return store;
    }

    private static async Task<List<byte[]>> ItemsAsync(CatalogStore store) =>
        MemoryLog.ItemsOf(await store.CaptureAsync(_ => { }, CancellationToken.None));

    private static (CatalogStore Store, bool LacksIndex) Restore(List<byte[]> items)
    {
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false) { LeastIndexed = 60 };
        var restore = store.BeginRestore();
        restore.BeginImage(2);
        items.ForEach(item => restore.Read(item));
        restore.Finish();
        return (store, restore.LacksIndex);
    }

    private static async Task AssertRefusedAsync(CatalogStore store, List<byte[]> items)
    {
        var (restored, lacksIndex) = Restore(items);
        await using var _ = restored;
        Assert.True(lacksIndex);
        await AssertAnswersAsync(store, restored);
    }

    private static async Task AssertAnswersAsync(CatalogStore expected, CatalogStore actual)
    {
        var dice = new Dice(9);
        Assert.Equal(await expected.DocumentsAsync(), await actual.DocumentsAsync());
        var queries = new QuerySource(dice, new NaiveCatalog(await expected.DocumentsAsync()), searches: 0.4);
        for (var asked = 0; asked < 20; asked++)
        {
            var query = queries.Next();
            Assert.Equal(await expected.AskAsync(query), await actual.AskAsync(query));
        }
    }
}
