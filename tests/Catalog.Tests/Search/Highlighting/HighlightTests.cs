using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Search.Highlighting;

public sealed class HighlightTests
{
    private const string Record = """
        {"title":"Ocean’s Eleven: l’Étoile","year":2001,"cast":["George Clooney","Brad Pitt","Geo. George"],"genres":["Crime","Heist"],
        "extract":"Ocean's Eleven is a heist. \"Danny\" Ocean, played by George Clooney, robs three casinos."}
        """;

    [Theory]
    [InlineData(TextField.Title, "e", "{\"title\":[[2,3],[8,9],[10,11],[12,13],[18,19],[23,24]]}")]
    [InlineData(TextField.Title, "ocean's", "{\"title\":[[0,7]]}")]
    [InlineData(TextField.Title, "l'etoile|eleven", "{\"title\":[[8,14],[16,24]]}")]
    [InlineData(TextField.Title, "ele|eleven", "{\"title\":[[8,14]]}")]
    [InlineData(TextField.Name, "ocean's eleven: l'etoile", "{\"title\":[[0,24]]}")]
    [InlineData(TextField.Actor, "geo", "{\"cast\":[[0,0,3],[2,0,3],[2,5,8]]}")]
    [InlineData(TextField.Cast, "brad pitt", "{\"cast\":[[1,0,9]]}")]
    [InlineData(TextField.Genre, "heist|drama", "{\"genres\":[[1,0,5]]}")]
    public async Task SearchAsync_FilterHighlighted_TellsWhere(TextField field, string alternatives, string expected)
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Record)]);
        var filter = new TextFilter(field, [.. alternatives.Split('|').Select(a => Folding.Fold(a))]);
        var body = await store.AskAsync(new Query { Texts = [filter], Highlight = true });
        Assert.Contains($"}}],\"highlights\":[{expected}],\"total\":1,", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oceans clooney", "{\"title\":[[0,7]],\"cast\":[[0,7,14]],\"extract\":[[0,7],[60,67]]}")]
    [InlineData("cloo", "{\"cast\":[[0,7,14]],\"extract\":[[60,67]]}")]
    [InlineData("cloney ", "{\"cast\":[[0,7,14]]}")]
    [InlineData("\"george clooney\" ", "{\"cast\":[[0,0,6],[0,7,14]],\"extract\":[[53,59],[60,67]]}")]
    [InlineData("heist -drama", "{\"genres\":[[1,0,5]],\"extract\":[[20,25]]}")]
    [InlineData("2001 danny ", "{\"extract\":[[28,33]]}")]
    public async Task SearchAsync_TextHighlighted_MarksTheWordsThatMatched(string text, string expected)
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Record)]);
        var body = await store.AskAsync(new Query { Search = SearchText.Parse(text), Sort = Sort.Relevance, Highlight = true });
        Assert.Contains($"}}],\"highlights\":[{expected}],\"total\":1,", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchAsync_SomeFieldsAnswered_HighlightsNoOthers()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Record)]);
        var query = new Query { Search = SearchText.Parse("clooney heist"), Sort = Sort.Relevance, Highlight = true, Fields = ["title", "genres"] };
        Assert.Contains("\"highlights\":[{\"genres\":[[1,0,5]]}],", await store.AskAsync(query), StringComparison.Ordinal);
        Assert.Contains("\"highlights\":[{}],", await store.AskAsync(query with { Fields = ["title"] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchAsync_NoItemsOrNotAsked_HasNone()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Record)]);
        Assert.Contains("{\"items\":[],\"highlights\":[],\"total\":1", await store.AskAsync(new Query { Highlight = true, Page = 2 }), StringComparison.Ordinal);
        Assert.DoesNotContain("highlights", await store.AskAsync(new Query()), StringComparison.Ordinal);
    }

    /// <summary>What is marked is what was asked for, all of it, and the answer is otherwise the same.</summary>
    [Fact]
    public async Task SearchAsync_RandomFilters_AreMarkedWhereverTheyStand()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice).Files(dice.Between(1, 12), 20);
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), 4));
            var queries = new QuerySource(dice, new NaiveCatalog(await store.DocumentsAsync()), facets: 0.2);
            for (var i = 0; i < 40; i++)
            {
                var query = queries.Next() with { Fields = [] };
                var plain = await store.AskAsync(query);
                var body = await store.AskAsync(query with { Highlight = true });
                using var answer = JsonDocument.Parse(body);
                var highlights = answer.RootElement.GetProperty("highlights");
                Assert.Equal(plain, body.Replace($",\"highlights\":{highlights.GetRawText()}", "", StringComparison.Ordinal));
                foreach (var (item, marks) in answer.RootElement.GetProperty("items").EnumerateArray().Zip(highlights.EnumerateArray()))
                    AssertMarked(item, marks, query);
            }
        }
    }

    private static void AssertMarked(JsonElement item, JsonElement marks, Query query)
    {
        AssertMarked([item.GetProperty("title").GetString()!], marks, "title", query, TextField.Title, TextField.Name);
        AssertMarked([.. item.GetProperty("cast").EnumerateArray().Select(c => c.GetString()!)], marks, "cast", query, TextField.Actor, TextField.Cast);
        AssertMarked([.. item.GetProperty("genres").EnumerateArray().Select(c => c.GetString()!)], marks, "genres", query, null, TextField.Genre);
        Assert.False(marks.TryGetProperty("extract", out _));
    }

    private static void AssertMarked(string[] texts, JsonElement marks, string name, Query query, TextField? containing, TextField equal)
    {
        var found = marks.TryGetProperty(name, out var list)
            ? list.EnumerateArray().Select(r => r.EnumerateArray().Select(n => n.GetInt32()).ToArray()).Select(r => r.Length == 2 ? [0, .. r] : r).ToList()
            : [];
        Assert.Equal(found.Order(Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))), found);
        for (var place = 0; place < texts.Length; place++)
        {
            var folded = ByteText.Of(Folding.Fold(texts[place]));
            var patterns = query.Texts.SelectMany(f => f.Alternatives.Select(a => (f.Field, Text: ByteText.Of(a))))
                .Where(p => (p.Field == containing && folded.Contains(p.Text, StringComparison.Ordinal)) || (p.Field == equal && folded == p.Text)).ToList();
            var ranges = found.Where(r => r[0] == place).ToList();
            Assert.Equal(patterns.Count > 0, ranges.Count > 0);
            for (var i = 0; i < ranges.Count; i++)
            {
                Assert.InRange(ranges[i][1], i == 0 ? 0 : ranges[i - 1][2], ranges[i][2] - 1);
                var marked = ByteText.Of(Folding.Fold(texts[place][ranges[i][1]..ranges[i][2]]));
                Assert.Contains(patterns, p => marked.Contains(p.Text, StringComparison.Ordinal));
            }
            // With what is marked taken out, nothing is left of it, within what stands between.
            var rest = ranges.Select(r => r[2]).Prepend(0).Zip(ranges.Select(r => r[1]).Append(texts[place].Length), (a, b) => texts[place][a..b]);
            Assert.All(rest, r => Assert.DoesNotContain(patterns, p => ByteText.Of(Folding.Fold(r)).Contains(p.Text, StringComparison.Ordinal)));
        }
    }
}
