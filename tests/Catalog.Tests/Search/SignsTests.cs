using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>Searches that have no word, such as the titles of some movies.</summary>
public sealed class SignsTests
{
    private static readonly string[] Titles = ["$", "$9.99", "$ Dollars $", "!!!", "...", "?", "Money $", "-", "The !!!"];

    [Theory]
    [InlineData("$", "$|$9.99|$ Dollars $")]
    [InlineData(" $ ", "$|$9.99|$ Dollars $")]
    [InlineData("!", "!!!")]
    [InlineData("!!!", "!!!")]
    [InlineData("!!!!", "")]
    [InlineData("…", "...")]
    [InlineData("\"?\"", "?")]
    public async Task SearchAsync_SignsAlone_FindsTitlesThatBeginSoTheWholeOneFirst(string text, string expected)
    {
        await using var store = await LoadedAsync();
        Assert.Equal(expected, string.Join('|', await TitlesAsync(store, text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("\"")]
    [InlineData("-\"")]
    public void Parse_WhatHasYetToBeFollowedBySomething_IsNothing(string text) => Assert.Null(SearchText.Parse(text));

    [Fact]
    public async Task SearchAsync_SignsWithAFilterAndHighlights_KeepsAndMarksThem()
    {
        await using var store = await LoadedAsync();
        var query = new Query
        {
            Search = SearchText.Parse("$"), Sort = Sort.Relevance, Highlight = true, Fields = ["title"],
            Years = [new YearFilter([new YearRange(2001, 2001)])],
        };
        Assert.StartsWith(
            """{"items":[{"title":"$9.99"}],"highlights":[{"title":[[0,1]]}],"total":1,""", await store.AskAsync(query), StringComparison.Ordinal);
    }

    private static Task<CatalogStore> LoadedAsync() =>
        Asking.LoadedAsync([SourceFile.At(1, [.. Titles.Select((title, i) => $$"""{"title":{{JsonSerializer.Serialize(title)}},"year":{{2000 + (i == 1 ? 1 : 0)}}}""")])]);

    private static async Task<List<string>> TitlesAsync(CatalogStore store, string text)
    {
        var body = await store.AskAsync(new Query { Search = SearchText.Parse(text)!, Sort = Sort.Relevance });
        using var answer = JsonDocument.Parse(body);
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!)];
    }
}
