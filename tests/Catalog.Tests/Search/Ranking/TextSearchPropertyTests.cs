using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search.Ranking;

/// <summary>Full-text search against a plain scan from the rules, over small catalogues of hard words.</summary>
public sealed class TextSearchPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task SearchAsync_AnyText_FindsWhatTheRulesSay(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 60; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, dice.Between(1, 60), dice.Between(1, 16)).Files(dice.Below(30), dice.Between(1, 30));
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 10)));
            var naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
            var queries = new QuerySource(dice, naive, facets: 0, searches: 1);
            for (var i = 0; i < 40; i++)
                await AssertAsync(store, naive, queries.Next() with { PageSize = Query.MaxPageSize, Page = 1, Fields = ["id"], After = null }, seed);
        }
    }

    [Fact]
    public async Task SearchAsync_ByCursorsOfRelevance_GivesTheWholeResultInOrder()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(20, 20);
            await using var one = await Asking.LoadedAsync(files);
            await using var many = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 3));
            var queries = new QuerySource(dice, new NaiveCatalog(await one.DocumentsAsync()), facets: 0, searches: 1);
            for (var i = 0; i < 15; i++)
            {
                var query = queries.Next() with { PageSize = Query.MaxPageSize, Page = 1, Fields = ["id"] };
                var whole = Ids(await one.AskAsync(query));
                foreach (var store in (CatalogStore[])[one, many])
                {
                    var walked = new List<string>();
                    for (var page = query with { PageSize = dice.Between(1, 7) }; ;)
                    {
                        var (body, summary) = await store.AskFullyAsync(page);
                        walked.AddRange(Ids(body));
                        if (summary.Next is null)
                            break;
                        Assert.Equal(CursorFault.None, CursorCodec.TryDecode(summary.Next, page, out var after));
                        page = page with { After = after };
                    }
                    Assert.True(whole.SequenceEqual(walked.Take(Query.MaxPageSize), StringComparer.Ordinal), $"Seed {seed}, {Agreement.Describe(query)}");
                }
            }
        }
    }

    /// <summary>The parts that are left of many changes, with what was deleted in them, against one part of what they hold.</summary>
    [Fact]
    public async Task SearchAsync_AfterChanges_IsThatOfAPartThatNeverHadAnythingElse()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            var dice = new Dice(seed);
            await using var store = await Asking.LoadedAsync(new RecordSource(dice, 30, 6).Files(25, 15).Select(f => new[] { f }));
            var queries = new QuerySource(dice, new NaiveCatalog(await store.DocumentsAsync()), facets: 0.3, searches: 1);
            var asked = dice.Some(30, 30, queries.Next);
            var before = new List<string>();
            foreach (var query in asked)
                before.Add(await store.AskAsync(query));
            if (store.Status.Movies > 0)
                store.Publish(Compaction.Run([.. store.Current.Parts]));
            foreach (var (query, body) in asked.Zip(before))
                Assert.True(string.Equals(body, await store.AskAsync(query), StringComparison.Ordinal), $"Seed {seed}, {Agreement.Describe(query)}\n{body}");
        }
    }

    private static async Task AssertAsync(CatalogStore store, NaiveCatalog naive, Query query, int seed)
    {
        if (query.Search is null)
            return;
        var filtered = naive.Find(query with { Search = null, Sort = Sort.Default });
        var (movies, _) = NaiveSearch.Find(filtered, query.Search!);
        var body = await store.AskAsync(query);
        using var json = JsonDocument.Parse(body);
        Assert.True(json.RootElement.GetProperty("total").GetInt32() == movies.Count, $"Seed {seed}, {store.Status.Parts} parts, {Agreement.Describe(query)}: {movies.Count} expected\n{body}");
        if (movies.Count <= Query.MaxPageSize)
            Assert.Equal(movies.Select(m => m.Id).Order(StringComparer.Ordinal), Ids(body).Order(StringComparer.Ordinal));
        if (json.RootElement.TryGetProperty("did_you_mean", out var nearest))
            Assert.True((await store.AskFullyAsync(query with { Search = SearchText.Parse(nearest.GetString()!) })).Summary.Total > 0, $"Seed {seed}: {nearest}");
    }

    private static List<string> Ids(string body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }
}
