using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Merging;

/// <summary>The outcome of ingestion is a function of the set of files: of neither their order nor their batches.</summary>
public sealed class MergePropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task LoadAsync_AnyOrderAndBatches_IsTheSameCatalogue(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 100; seed++)
        {
            var dice = new Dice(seed);
            // Few titles and years, so that nearly every record meets another one.
            var files = new RecordSource(dice, dice.Between(1, 12), dice.Between(1, 3)).Files(dice.Between(1, 12), dice.Between(1, 12));
            var expected = NaiveMerge.Documents(files).Values.Order(StringComparer.Ordinal).ToList();
            for (var order = 0; order < 4; order++)
            {
                await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 5)));
                AssertSame(expected, await store.DocumentsAsync(), seed);
                await AssertUnchangedAsync(store, dice.Shuffle(files), seed);
                AssertSame(expected, await store.DocumentsAsync(), seed);
            }
        }
    }

    /// <summary>Files that the catalogue has taken before change nothing, whatever their age.</summary>
    private static async Task AssertUnchangedAsync(CatalogStore store, List<SourceFile> files, int seed)
    {
        foreach (var outcome in await store.LoadAsync(files))
        {
            if (outcome.Added + outcome.Updated + outcome.Deleted + outcome.Rejected.Count > 0)
                Assert.Fail($"Seed {seed}: again, {outcome.Added} added, {outcome.Updated} updated, {outcome.Deleted} deleted, {outcome.Rejected.Count} rejected");
        }
    }

    private static void AssertSame(List<string> expected, List<string> actual, int seed)
    {
        if (!expected.SequenceEqual(actual, StringComparer.Ordinal))
            Assert.Fail($"Seed {seed}\nmissing {string.Join('\n', expected.Except(actual, StringComparer.Ordinal))}\nextra {string.Join('\n', actual.Except(expected, StringComparer.Ordinal))}");
    }
}
