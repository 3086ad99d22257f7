using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The engine against plain scanning, byte for byte, over small catalogues of hard words.</summary>
public sealed class SearchPropertyTests
{
    private const int Queries = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public async Task SearchAsync_RandomCatalogues_IsTheNaiveScan(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 80; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, dice.Between(1, 60), dice.Between(1, 16)).Files(dice.Below(30), dice.Between(1, 30));
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 10)));
            await AssertAgreesAsync(store, new NaiveCatalog(NaiveMerge.Documents(files).Values), dice);
        }
    }

    [Theory]
    [InlineData(10)]
    public async Task ListValuesAsync_RandomCatalogues_IsTheNaiveScan(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 80; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(dice.Below(20), dice.Between(1, 30));
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 10)));
            var naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
            for (var i = 0; i < 20; i++)
            {
                var query = new ValuesQuery(
                    dice.Pick(Enum.GetValues<ValuesDimension>()), dice.Pick<byte[]>([[], [], "a"u8.ToArray(), "1"u8.ToArray(), "zasu p"u8.ToArray()]),
                    dice.Between(1, 4), dice.Pick([1, 2, 10, 1000]));
                Assert.True(
                    string.Equals(NaiveValues.List(naive, query), await store.ListAsync(query), StringComparison.Ordinal),
                    $"Seed {seed}, {query}:\n{NaiveValues.List(naive, query)}\n{await store.ListAsync(query)}");
            }
        }
    }

    private static async Task AssertAgreesAsync(CatalogStore store, NaiveCatalog naive, Dice dice)
    {
        var queries = new QuerySource(dice, naive);
        for (var i = 0; i < Queries; i++)
            await Agreement.AssertAsync(store, naive, queries.Next(), dice.Seed);
    }
}
