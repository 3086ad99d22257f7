using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>Full text and suggestions: however the movies are divided into partitions, what these say makes the same bytes as one index gives, scores
/// and what may have been meant among them.</summary>
public sealed class PartialTextPropertyTests
{
    private const int Queries = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Write_AnyText_GivesTheBytesOfOneStore(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 40; seed++)
        {
            var dice = new Dice(seed);
            await using var one = await Asking.LoadedAsync(dice.Cut(new RecordSource(dice).Files(dice.Between(1, 20), 20), 7));
            await CheckAsync(one, dice, static (source, _) => source.Next());
        }
    }

    [Fact]
    public async Task Write_WordsOfManyMovies_GivesTheBytesOfOneStore()
    {
        var meant = 0;
        for (var seed = 1; seed <= 12; seed++)
        {
            var dice = new Dice(seed);
            var records = new LargeRecords(dice);
            await using var one = await Asking.LoadedAsync(
                Enumerable.Range(1, 6).Select(i => (SourceFile[])[SourceFile.At(i, [.. records.Next(dice.Between(1, 150))])]));
            // Mistyped more than is forgiven, so that nothing is found.
            meant += await CheckAsync(one, dice, static (source, dice) => dice.Chance(0.5) ? source.Next() : Mistyped(source.Next(), dice));
        }
        Assert.True(meant > 20, $"Something else was meant {meant} times");
    }

    [Fact]
    public async Task Write_CursorsOfRelevance_GiveTheBytesOfOneStore()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var dice = new Dice(seed);
            await using var one = await Asking.LoadedAsync([new RecordSource(dice).Files(20, 20)]);
            var stores = await one.DivideAsync(dice);
            var merged = new MergedPartitions(stores, dice.Between(1, 5));
            var queries = new QuerySource(dice, new NaiveCatalog(await one.DocumentsAsync()), facets: 0.2, searches: 1);
            for (var i = 0; i < 15; i++)
            {
                for (var query = queries.Next() with { PageSize = dice.Between(1, 7), Page = 1, Sort = Sort.Relevance }; query.Search is not null;)
                {
                    var (body, summary) = await one.AskFullyAsync(query);
                    var (actual, told) = merged.AskFully(query);
                    Assert.Equal(body, actual);
                    Assert.Equal(summary.Next, told.Next);
                    if (summary.Next is null)
                        break;
                    Assert.Equal(CursorFault.None, CursorCodec.TryDecode(summary.Next, query, out var after));
                    query = query with { After = after };
                }
            }
            await DisposeAsync(stores);
        }
    }

    [Fact]
    public async Task Write_Suggestions_GivesTheBytesOfOneStore()
    {
        var (some, all) = (0, 0);
        for (var seed = 1; seed <= 60; seed++)
        {
            var dice = new Dice(seed);
            var files = dice.Chance(0.5)
                ? new RecordSource(dice, dice.Between(1, 60), dice.Between(1, 16)).Files(dice.Below(30), dice.Between(1, 30))
                : [SourceFile.At(1, [.. new LargeRecords(dice).Next(dice.Between(1, 400))])];
            await using var one = await Asking.LoadedAsync(dice.Cut(files, 6));
            var stores = await one.DivideAsync(dice);
            var merged = new MergedPartitions(stores);
            for (var i = 0; i < Queries; i++)
            {
                var query = dice.Chance(0.5) ? Typing.Next(dice) : Typing.Next(dice, dice.Pick(["a", "b", "t", "s", "ma"]));
                Assert.Equal(await one.SuggestAsync(query), merged.Suggest(query, dice.Pick([0, 3, 30, SuggestionMerge.MostNames])));
            }
            (some, all) = (some + merged.NamesAsked.Some, all + merged.NamesAsked.All);
            await DisposeAsync(stores);
        }
        Assert.True(some > 20 && all > 20, $"Some names were asked about {some} times, all {all}");
    }

    [Fact]
    public async Task Write_NoPartitions_IsTheAnswerOfAnEmptyStore()
    {
        await using var empty = await Asking.LoadedAsync();
        var query = new Query { Search = SearchText.Parse("heat pacino"), Sort = Sort.Relevance, Facets = [new FacetRequest(FacetDimension.Genre, true)] };
        Assert.Equal(await empty.AskAsync(query), new MergedPartitions([]).Ask(query));
        Assert.Equal(await empty.AskAsync(query), new MergedPartitions([empty, empty]).Ask(query));
        var typed = new SuggestQuery("heat"u8.ToArray(), 10);
        Assert.Equal(await empty.SuggestAsync(typed), new MergedPartitions([]).Suggest(typed));
    }

    [Fact]
    public void Gather_BasisOfOtherWords_Throws()
    {
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var query = new Query { Search = SearchText.Parse("two words") };
        Assert.Throws<InvalidDataException>(() => store.View.Gather(query, new TextBasis(0, 1, [1]), 1, false));
        var merge = new WordsMerge(query);
        merge.Take([new PartialWords(1, 1, [new WordsFound(0, true, true, [1])])]);
        Assert.Throws<InvalidDataException>(() => merge.Basis);
    }

    [Fact]
    public void Read_BytesThatAreCutShort_Throws()
    {
        var words = new PartialWords(7, 300, [new WordsFound(1, true, false, [3, 400])]).ToBytes();
        var nearest = new PartialNearest(7, [300, 0], [[], [new NearWord([1, 2], 2)]]).ToBytes();
        var suggestions = new PartialSuggestions(7, [new SuggestionTurn(
            [new SuggestedTitle(300, 1, 1999, [1], [2, 3], [4])], [new SuggestedName(1, 200, [new SpellingUses([5, 6], 2)])], 300)]).ToBytes();
        AssertWhole(words, static bytes => PartialWords.Read(bytes));
        AssertWhole(nearest, static bytes => PartialNearest.Read(bytes));
        AssertWhole(suggestions, static bytes => PartialSuggestions.Read(bytes));
    }

    private static void AssertWhole(byte[] bytes, Action<byte[]> read)
    {
        read(bytes);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => read(bytes[..length]));
    }

    /// <returns>How often something else may have been meant.</returns>
    private static async Task<int> CheckAsync(CatalogStore one, Dice dice, Func<QuerySource, Dice, Query> next)
    {
        var meant = 0;
        var stores = await one.DivideAsync(dice);
        var merged = new MergedPartitions(stores, dice.Chance(0.5) ? dice.Between(1, 5) : null);
        var queries = new QuerySource(dice, new NaiveCatalog(await one.DocumentsAsync()), facets: 0.4, searches: 1);
        for (var i = 0; i < Queries; i++)
        {
            var query = next(queries, dice) with { Highlight = dice.Chance(0.3) };
            var expected = await one.AskAsync(query);
            var actual = merged.Ask(query);
            Assert.True(string.Equals(expected, actual, StringComparison.Ordinal), $"Seed {dice.Seed}, {Agreement.Describe(query)}\nexpected {expected}\nactual   {actual}");
            meant += expected.Contains("\"did_you_mean\"", StringComparison.Ordinal) ? 1 : 0;
        }
        await DisposeAsync(stores);
        return meant;
    }

    private static Query Mistyped(Query query, Dice dice)
    {
        if (query.Search is null)
            return query;
        if (dice.Chance(0.1))
            return query with { Search = SearchText.Parse(dice.Pick(["$", "!", "...", "?", "\u00BD", "#1 !"])) ?? query.Search };
        var text = query.Search.Text;
        for (var edits = dice.Between(1, 4); edits > 0 && text.Length > 0; edits--)
        {
            var at = dice.Below(text.Length);
            text = dice.Chance(0.5) ? text.Remove(at, 1) : text.Insert(at, dice.Pick(["a", "q", "zz", " x"]));
        }
        return query with { Search = SearchText.Parse(text) ?? query.Search };
    }

    private static async Task DisposeAsync(List<CatalogStore> stores)
    {
        foreach (var store in stores)
            await store.DisposeAsync();
    }
}
