using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>Pages and cursors go through a whole result, item after item.</summary>
public sealed class CursorWalkTests
{
    public static TheoryData<string> AllSorts => [.. Sorts.All.Select(s => s.ToString())];

    [Theory]
    [MemberData(nameof(AllSorts))]
    public async Task SearchAsync_PagesAndCursors_AreTheWholeList(string sort)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, 30, 6).Files(12, 30);
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 4));
            var naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
            var query = Filtered(sort, dice, naive);
            var expected = naive.Find(query).ConvertAll(m => m.Id);
            Assert.Equal(expected, await PagesAsync(store, query));
            Assert.Equal(expected, await WalkAsync(store, query, () => Task.CompletedTask));
        }
    }

    [Theory]
    [MemberData(nameof(AllSorts))]
    public async Task SearchAsync_CursorWhileMoviesComeAndGo_NeitherRepeatsNorLosesOneThatStayed(string sort)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var dice = new Dice(seed);
            // None has an href: one that gains it between two pages gets another id, and is another item.
            var records = new RecordSource(dice, 30, 6);
            List<SourceFile> files = [.. records.Files(6, 15).Select(WithoutHrefs)];
            await using var store = await Asking.LoadedAsync(dice.Cut(files, 4));
            var query = Filtered(sort, dice, new NaiveCatalog(NaiveMerge.Documents(files).Values)) with { Texts = [] };
            List<List<string>> generations = [Matching()];
            var walked = await WalkAsync(store, query, async () =>
            {
                files.Add(WithoutHrefs(SourceFile.At(100 + generations.Count, [.. dice.Some(0, 6, records.Next)])));
                await store.LoadAsync(files[^1]);
                generations.Add(Matching());
            });
            Assert.Distinct(walked, StringComparer.Ordinal);
            var stayed = generations.Aggregate((all, some) => [.. all.Intersect(some, StringComparer.Ordinal)]);
            Assert.Empty(stayed.Except(walked, StringComparer.Ordinal));

            List<string> Matching() => new NaiveCatalog(NaiveMerge.Documents(files).Values).Find(query).ConvertAll(m => m.Id);
        }
    }

    private static Query Filtered(string sort, Dice dice, NaiveCatalog naive) => new()
    {
        Sort = Sorts.All.Single(s => string.Equals(s.ToString(), sort, StringComparison.Ordinal)),
        PageSize = dice.Between(1, 7),
        Years = dice.Chance(0.5) ? [] : [new YearFilter([new YearRange(dice.Between(1, 1000), 9999)])],
        Texts = dice.Chance(0.5) || naive.Movies.Count == 0 ? [] : [new QuerySource(dice, naive).Text()],
    };

    private static SourceFile WithoutHrefs(SourceFile file) => file with
    {
        Records = [.. file.Records.Select(r => r.Replace("\"href\"", "\"web\"", StringComparison.Ordinal))],
    };

    private static async Task<List<string>> PagesAsync(CatalogStore store, Query query)
    {
        var ids = new List<string>();
        for (; ; query = query with { Page = query.Page + 1 })
        {
            var (body, summary) = await store.AskFullyAsync(query);
            ids.AddRange(Ids(body));
            if (!summary.HasMore)
                return ids;
        }
    }

    private static async Task<List<string>> WalkAsync(CatalogStore store, Query query, Func<Task> betweenPages)
    {
        var ids = new List<string>();
        for (; ; await betweenPages())
        {
            var (body, summary) = await store.AskFullyAsync(query);
            ids.AddRange(Ids(body));
            Assert.Equal(summary.HasMore, summary.Next is not null);
            if (summary.Next is null)
                return ids;
            Assert.Equal(CursorFault.None, CursorCodec.TryDecode(summary.Next, query, out var after));
            query = query with { After = after };
        }
    }

    private static List<string> Ids(string body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
    }
}
