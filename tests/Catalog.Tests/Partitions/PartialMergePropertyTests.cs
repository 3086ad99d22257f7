using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>However the movies are divided into partitions, what these say makes the same bytes as one index gives.</summary>
public sealed class PartialMergePropertyTests
{
    private const int Queries = 60;

    [Fact]
    public async Task Write_MoviesDividedAnyhow_GivesTheBytesOfOneStore()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(dice.Between(1, 20), 20);
            await using var one = await Asking.LoadedAsync([files]);
            var stores = await one.DivideAsync(dice);
            var merged = new MergedPartitions(stores, dice.Chance(0.5) ? dice.Between(1, 5) : null);
            var queries = new QuerySource(dice, new NaiveCatalog(await one.DocumentsAsync()), facets: 0.6);
            for (var i = 0; i < Queries; i++)
            {
                var query = queries.Next() with { Highlight = dice.Chance(0.2) };
                Assert.Equal(await one.AskAsync(query), merged.Ask(query));
            }
            foreach (var values in Values(dice))
                Assert.Equal(await one.ListAsync(values), merged.List(values));
            foreach (var store in stores)
                await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Write_NoPartitions_IsTheAnswerOfAnEmptyStore()
    {
        await using var empty = await Asking.LoadedAsync();
        var query = new Query { Facets = [new FacetRequest(FacetDimension.Cast, false), new FacetRequest(FacetDimension.Year, true)] };
        Assert.Equal(await empty.AskAsync(query), new MergedPartitions([]).Ask(query));
        Assert.Equal(await empty.AskAsync(query), new MergedPartitions([empty, empty]).Ask(query));
    }

    [Fact]
    public async Task Write_FarBehindTheLastPage_AsksForNoMoreHits()
    {
        await using var store = await Asking.LoadedAsync([[SourceFile.At(1, """{"title":"One","year":1999}""")]]);
        var query = new Query { Page = long.MaxValue, PageSize = Query.MaxPageSize };
        var merge = new PartialMerge(query, [store.View.Gather(query, null, 0, false)]);
        Assert.Empty(merge.Starved());
    }

    [Fact]
    public void Read_BytesThatAreCutShort_Throws()
    {
        var bytes = new PartialAnswer(
            7, 300, true, [new PartialHit(1999, [1, 2], [3], [4, 5], 300)], [new PartialFacet([1999], [], [2]), new PartialFacet([], [[6]], [1])]).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => PartialAnswer.Read(bytes.AsSpan(0, length)));
    }

    private static IEnumerable<ValuesQuery> Values(Dice dice)
    {
        foreach (var dimension in Enum.GetValues<ValuesDimension>())
        {
            foreach (var prefix in new[] { "", "a", "1", "d", "zz" })
                yield return new ValuesQuery(dimension, Folding.Fold(prefix), dice.Between(1, 3), dice.Pick([1, 3, 20, 1000]));
        }
    }
}
