using System.Text;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Durability;

/// <summary>A store that is restored is the store that was: what it answers, and what it makes of all that comes after.</summary>
public sealed class RestorePropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public async Task Restore_AnyImageAndTheCommitsAfter_IsTheStoreThatWas(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 150; seed++)
            await CheckAsync(new Dice(seed));
    }

    private static async Task CheckAsync(Dice dice)
    {
        var records = new RecordSource(dice, dice.Between(1, 12), dice.Between(1, 3));
        var log = new MemoryLog();
        var leastIndexed = dice.Pick([1, 2, 8, int.MaxValue]);
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false) { LeastIndexed = leastIndexed };
        var images = new List<ICatalogImage?> { null };
        var start = store.Changes.End;
        for (var step = dice.Between(1, 8); step > 0; step--)
        {
            await ChangeAsync(store, records, dice);
            if (dice.Chance(0.4))
                images.Add(await store.CaptureAsync(_ => { }, CancellationToken.None));
        }

        foreach (var image in images)
        {
            await using var restored = log.Restore(image, leastIndexed: leastIndexed);
            await AssertSameAsync(store, restored, dice);
            if (image is null && log.Commits.Count > 0)
                Assert.Equal(store.Changes.End, restored.Changes.End);
            await AssertImageSameAsync(store, restored);
        }

        await using var last = log.Restore(images[^1], leastIndexed: leastIndexed);
        foreach (var file in records.Files(6, 6))
        {
            var expected = (await store.LoadAsync(file))[0];
            var actual = (await last.LoadAsync(file))[0];
            Assert.Equal((expected.Added, expected.Updated, expected.Unchanged, expected.Deleted), (actual.Added, actual.Updated, actual.Unchanged, actual.Deleted));
        }
        await AssertSameAsync(store, last, dice);
    }

    private static async Task ChangeAsync(CatalogStore store, RecordSource records, Dice dice)
    {
        if (dice.Chance(0.6))
        {
            using var batch = store.Begin();
            foreach (var file in records.Files(dice.Between(1, 4), 6))
                batch.AddFile(file);
            await batch.CommitAsync(_ => [new Note($"n/{dice.Below(4)}", dice.Chance(0.3) ? null : [(byte)dice.Below(256)])], CancellationToken.None);
            return;
        }
        if (dice.Chance(0.4))
        {
            var write = store.BeginRecords();
            foreach (var record in dice.Some(0, 4, records.Next))
                write.Add(Encoding.UTF8.GetBytes(record));
            await write.CommitAsync(dice.Chance(0.5) ? new IdempotencyKey($"k{dice.Below(3)}", (ulong)dice.Below(2)) : null, CancellationToken.None);
            return;
        }
        var documents = await store.DocumentsAsync();
        if (documents.Count == 0)
            return;
        var id = dice.Pick(documents)[7..].Split('"')[0];
        if (dice.Chance(0.4))
            await store.DeleteAsync(id, WriteCondition.None, CancellationToken.None);
        else
            await store.PatchAsync(id, Encoding.UTF8.GetBytes($$"""{"note":{{dice.Below(9)}},"extract":null}"""), WriteCondition.None, CancellationToken.None);
    }

    private static async Task AssertSameAsync(CatalogStore expected, CatalogStore actual, Dice dice)
    {
        Assert.True(expected.Status.Generation == actual.Status.Generation, $"Seed {dice.Seed}: generation");
        Assert.Equal(await expected.DocumentsAsync(), await actual.DocumentsAsync());
        Assert.Equal(Spell(expected.Read("")), Spell(actual.Read("")));
        var queries = new QuerySource(dice, new NaiveCatalog(await expected.DocumentsAsync()), searches: 0.4);
        for (var asked = 0; asked < 5; asked++)
        {
            var query = queries.Next();
            var (before, after) = (await expected.AskAsync(query), await actual.AskAsync(query));
            Assert.True(before == after, $"Seed {dice.Seed}: {Agreement.Describe(query)}\n{before}\n{after}");
        }
    }

    /// <summary>The images of both have the same items, whatever their order: stamps and tombstones are the same, too.</summary>
    private static async Task AssertImageSameAsync(CatalogStore expected, CatalogStore actual)
    {
        await using var left = new MemoryLog().Restore(await expected.CaptureAsync(_ => { }, CancellationToken.None));
        await using var right = new MemoryLog().Restore(await actual.CaptureAsync(_ => { }, CancellationToken.None));
        Assert.Equal(left.Tombstones.Count, right.Tombstones.Count);
        Assert.Equal(await left.DocumentsAsync(), await right.DocumentsAsync());
    }

    private static List<string> Spell(IReadOnlyList<Note> notes) =>
        [.. notes.Where(n => n.Key != "catalog/epoch").Select(n => $"{n.Key}={Convert.ToHexString(n.Value!)}").Order(StringComparer.Ordinal)];
}
