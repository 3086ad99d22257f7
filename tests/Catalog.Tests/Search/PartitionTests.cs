using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>However the movies are divided into parts, the answers are the same bytes.</summary>
public sealed class PartitionTests
{
    private const int Queries = 40;

    [Fact]
    public async Task SearchAsync_OneBatchOrMany_GivesTheSameBytes()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(dice.Between(1, 20), 20);
            await using var one = await Asking.LoadedAsync(files);
            await using var many = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 1));
            await using var some = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 7));
            var queries = new QuerySource(dice, new NaiveCatalog(await one.DocumentsAsync()), facets: 0.6, searches: 0.5);
            for (var i = 0; i < Queries; i++)
            {
                var query = queries.Next();
                var body = await one.AskAsync(query);
                Assert.Equal(body, await many.AskAsync(query));
                Assert.Equal(body, await some.AskAsync(query));
            }
        }
    }

    [Fact]
    public async Task SearchAsync_BeforeAndAfterCompaction_GivesTheSameBytes()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(9, 30);
            await using var store = await Asking.LoadedAsync(files.Chunk(3));
            Assert.InRange(store.Status.Parts, 2, 3);
            var queries = new QuerySource(dice, new NaiveCatalog(await store.DocumentsAsync()), facets: 0.6, searches: 0.5);
            var asked = dice.Some(Queries, Queries, queries.Next);
            var before = new List<string>();
            foreach (var query in asked)
                before.Add(await store.AskAsync(query));
            store.Publish(Compaction.Run([.. store.Current.Parts]));
            Assert.Equal(1, store.Status.Parts);
            foreach (var (query, body) in asked.Zip(before))
                Assert.Equal(body, await store.AskAsync(query));
        }
    }

    [Fact]
    public async Task Publish_CompactionOvertakenByWrites_KeepsWhatTheyDid()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, 20, 5).Files(9, 30);
            await using var store = await Asking.LoadedAsync(files.Take(4).Chunk(2));
            var compaction = Compaction.Run([.. store.Current.Parts]);
            await store.LoadAsync(files.Skip(4));
            store.Publish(compaction);
            Assert.Equal([.. NaiveMerge.Documents(files).Values.Order(StringComparer.Ordinal)], await store.DocumentsAsync());
            // The stamps came along, too.
            Assert.All(await store.LoadAsync(files), o => Assert.Equal(0, o.Added + o.Updated + o.Deleted));
        }
    }
}
