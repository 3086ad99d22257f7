using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Tests.Search;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Suggestions;

/// <summary>Suggestions against plain comparing, byte for byte, however the movies are divided into parts.</summary>
public sealed class SuggestPropertyTests
{
    private const int Queries = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task SuggestAsync_RandomCatalogues_IsTheNaiveScan(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 60; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, dice.Between(1, 60), dice.Between(1, 16)).Files(dice.Below(30), dice.Between(1, 30));
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 10)));
            var naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
            for (var i = 0; i < Queries; i++)
                await AssertAgreesAsync(store, naive, Typing.Next(dice), seed);
        }
    }

    [Fact]
    public async Task SuggestAsync_OneBatchOrMany_GivesTheSameBytes()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var dice = new Dice(seed);
            var source = new LargeRecords(dice);
            var files = Enumerable.Range(1, 12).Select(i => SourceFile.At(i, [.. source.Next(dice.Between(1, 120))])).ToList();
            await using var one = await Asking.LoadedAsync(files);
            await using var many = await Asking.LoadedAsync(files.Chunk(1));
            await using var compacted = await Asking.LoadedAsync(files.Chunk(5));
            compacted.Publish(Compaction.Run([.. compacted.Current.Parts]));
            var texts = TextsOf(await one.DocumentsAsync());
            for (var i = 0; i < Queries; i++)
            {
                var query = Typing.Next(dice, dice.Pick(texts));
                var body = await one.SuggestAsync(query);
                Assert.Equal(body, await many.SuggestAsync(query));
                Assert.Equal(body, await compacted.SuggestAsync(query));
            }
        }
    }

    internal static async Task AssertAgreesAsync(CatalogStore store, NaiveCatalog naive, SuggestQuery query, int seed)
    {
        var expected = NaiveSuggestions.Answer(naive, query);
        var actual = await store.SuggestAsync(query);
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
            Assert.Fail($"Seed {seed}, {store.Status.Parts} parts, '{Encoding.UTF8.GetString(query.Prefix)}' × {query.Size}\nexpected {expected}\nactual   {actual}");
    }

    private static List<string> TextsOf(IEnumerable<string> documents) =>
        [.. new NaiveCatalog(documents).Movies.SelectMany(m => m.Cast.Select(c => c.Folded).Append(m.Title))
            .Select(t => Encoding.UTF8.GetString(ByteText.Bytes(t))).Distinct(StringComparer.Ordinal)];
}
