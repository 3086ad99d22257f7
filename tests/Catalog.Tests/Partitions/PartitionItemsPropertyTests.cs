using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>What a store sends of a partition makes another store that has the partition's movies, and no others.</summary>
public sealed class PartitionItemsPropertyTests
{
    [Fact]
    public async Task WriteRunAndTouched_RandomCommits_AreThePartition()
    {
        for (var seed = 1; seed <= 120; seed++)
            await CheckAsync(new Dice(seed));
    }

    [Fact]
    public void BucketOf_NamesOfEarlierReleases_StayWhereTheyWere()
    {
        Assert.Equal((int)(XxHash64.Hash("zasu pitts"u8) % 256), PartitionFilter.BucketOf("zasu pitts"u8));
        Assert.Equal(256, PartitionFilter.ActorBuckets);
    }

    private static async Task CheckAsync(Dice dice)
    {
        var log = new MemoryLog();
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        await using var partition = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var records = new RecordSource(dice, dice.Between(1, 12), dice.Between(1, 3));
        var filter = Filter(dice);
        var pulled = 0;
        for (var step = dice.Between(1, 8); step >= 0; step--)
        {
            await store.LoadAsync(records.Files(dice.Between(1, 4), 6));
            if (step > 0 && dice.Chance(0.4))
                continue;
            var items = new PartitionItems(store.View, filter);
            var replay = partition.BeginReplay();
            if (pulled == 0)
            {
                var cut = dice.Below(3);
                for (var run = 0; run < 1 << cut; run++)
                    Read(replay, into => items.WriteRun(into, cut, run));
            }
            else
            {
                // As from an owner that has gone on since: the commits are older than what it holds.
                Read(replay, into => items.WriteTouched(into, log.Commits.Skip(pulled - 1).Select(static c => Run(c.Items))));
            }
            await replay.CommitAsync(CancellationToken.None);
            pulled = log.Commits.Count;
        }
        var expected = (await store.DocumentsAsync()).Where(d => IsOf(filter, d)).ToList();
        Assert.True(expected.SequenceEqual(await partition.DocumentsAsync()), $"Seed {dice.Seed}");
        Assert.Equal(expected.Count, new PartitionItems(store.View, filter).Measure().Movies);
    }

    private static PartitionFilter Filter(Dice dice)
    {
        var filter = dice.Chance(0.5)
            ? PartitionFilter.OfGenre(Folding.Fold(dice.Pick(NastyWords.Genres)))
            : PartitionFilter.OfActors(PartitionFilter.BucketOf(Folding.Fold(dice.Pick(NastyWords.Names))));
        var split = dice.Below(3);
        return filter.ShareOf(split, dice.Below(1 << split));
    }

    private static bool IsOf(PartitionFilter filter, string document)
    {
        using var json = JsonDocument.Parse(document);
        var id = json.RootElement.GetProperty("id").GetString()!;
        if ((XxHash64.Hash(Encoding.ASCII.GetBytes(id)) & ((1UL << filter.Split) - 1)) != (ulong)filter.Share)
            return false;
        var texts = json.RootElement.GetProperty(filter.Genre is null ? "cast" : "genres").EnumerateArray().Select(t => Folding.Fold(t.GetString()!));
        return texts.Any(t => t.Length > 0 && (filter.Genre is { } genre ? t.AsSpan().SequenceEqual(genre) : PartitionFilter.BucketOf(t) == filter.Bucket));
    }

    private static void Read(ICatalogReplay replay, Action<ItemRun> write)
    {
        var run = new ItemRun();
        write(run);
        replay.ReadRun(run.Written);
    }

    private static byte[] Run(List<byte[]> items)
    {
        var run = new ItemRun();
        items.ForEach(item => run.Write(item));
        return run.Written.ToArray();
    }
}
