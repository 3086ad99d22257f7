using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

public sealed class ExportTests
{
    [Fact]
    public async Task Export_AnyQuery_IsTheListAsLines()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var dice = new Dice(seed);
            await using var store = await Asking.LoadedAsync(dice.Cut(new RecordSource(dice).Files(dice.Between(1, 6), 30), 3));
            var query = new QuerySource(dice, new NaiveCatalog(await store.DocumentsAsync())).Next() with { Facets = [], After = null, Page = 1 };
            var (lines, generation) = await ReadAsync(await store.ExportAsync(query, CancellationToken.None));
            var expected = new List<string>();
            for (var page = query with { PageSize = Query.MaxPageSize }; ; page = page with { Page = page.Page + 1 })
            {
                var (body, summary) = await store.AskFullyAsync(page);
                using var json = System.Text.Json.JsonDocument.Parse(body);
                expected.AddRange(json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetRawText()));
                if (!summary.HasMore)
                    break;
            }
            Assert.Equal(expected, lines);
            Assert.Equal(store.Status.Generation, generation);
        }
    }

    [Fact]
    public async Task Export_WhileMoviesComeAndGo_IsOfOneGeneration()
    {
        var files = Enumerable.Range(0, 5).Select(f => SourceFile.At(f, [.. Enumerable.Range(0, 700).Select(i => $$"""{"title":"T{{f}} {{i}}","year":{{1 + (i % 50)}}}""")])).ToList();
        await using var store = await Asking.LoadedAsync(files.Select(f => new[] { f }));
        var expected = await store.DocumentsAsync();
        var lines = new List<string>();
        var chunks = 0;
        await foreach (var chunk in (await store.ExportAsync(new Query { Sort = Sort.Default }, CancellationToken.None)).Chunks)
        {
            lines.AddRange(Encoding.UTF8.GetString(chunk.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            await store.LoadAsync(SourceFile.At(10 + chunks++, """{"title":"New","year":1,"n":1}""", """{"title":"T1 1","year":2,"deleted":true}""", """{"title":"T2 2","year":3,"x":1}"""));
        }
        Assert.Equal(4, chunks);
        Assert.Equal(expected, lines.Order(StringComparer.Ordinal));
    }

    private static async Task<(List<string> Lines, long Generation)> ReadAsync(CatalogExport export)
    {
        var lines = new List<string>();
        await foreach (var chunk in export.Chunks)
        {
            var text = Encoding.UTF8.GetString(chunk.Span);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            lines.AddRange(text[..^1].Split('\n'));
        }
        return (lines, export.Generation);
    }
}
