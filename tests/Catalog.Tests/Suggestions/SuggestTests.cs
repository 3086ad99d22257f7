using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Suggestions;

public sealed class SuggestTests
{
    private static readonly string Known = new('x', 600);

    [Theory]
    [InlineData("m", "The Matrix")]
    [InlineData("mat", "The Matrix")]
    [InlineData("the mat", "The Matrix")]
    [InlineData("reeves", "Keanu Reeves|The Reeve's Tale")] // As typed, and with a letter too few.
    [InlineData("kaenu", "Keanu Reeves")]
    [InlineData("keanureeves", "Keanu Reeves")]
    [InlineData("kean reves", "Keanu Reeves")]
    [InlineData("zzz", "")]
    [InlineData("kx", "")]
    [InlineData("days", "(500) Days of Summer")]
    [InlineData("500", "(500) Days of Summer")]
    [InlineData("东", "东邪西毒")]
    [InlineData("邪", "")]
    [InlineData("AMELIE", "Amélie")]
    [InlineData("don", "Don't")]
    public async Task SuggestAsync_Typed_GivesWhatMayBeMeant(string typed, string expected)
    {
        await using var store = await LoadedAsync();
        Assert.Equal(expected, string.Join('|', await TextsAsync(store, typed)));
    }

    [Theory]
    [InlineData("thes", "Thesis|The Matrix|The Reeve's Tale")] // The others by one typo: the blank for the s.
    [InlineData("the ", "The Matrix|The Reeve's Tale|Thesis")]
    [InlineData("matrix ", "The Matrix")]
    public async Task SuggestAsync_BlankBehind_EndsTheWord(string typed, string expected)
    {
        await using var store = await LoadedAsync(Record("Thesis", 1996));
        Assert.Equal(expected, string.Join('|', await TextsAsync(store, typed)));
    }

    [Fact]
    public async Task SuggestAsync_NamesakesOfAYear_AreOneSuggestion()
    {
        await using var store = await LoadedAsync(
            """{"title":"Heat","year":1995,"href":"a"}""", """{"title":"HEAT","year":1995,"href":"b","extract":"longer"}""", Record("Heat", 1972));
        Assert.Equal(["HEAT", "Heat"], await TextsAsync(store, "heat"));
    }

    [Fact]
    public async Task SuggestAsync_Name_HasItsCommonestSpellingAndMovies()
    {
        await using var store = await LoadedAsync(
            """{"title":"A1","year":1930,"cast":["ZaSu Pitts"]}""", """{"title":"A2","year":1931,"cast":["Zasu Pitts"]}""", """{"title":"A3","year":1932,"cast":["ZaSu Pitts"]}""");
        Assert.Equal(
            """{"suggestions":[{"kind":"cast","text":"ZaSu Pitts","movies":3}]}""", await store.SuggestAsync(new SuggestQuery("zasu"u8.ToArray(), 10)));
    }

    [Fact]
    public async Task SuggestAsync_DeletedMovie_IsNotSuggestedNorItsNames()
    {
        await using var store = await LoadedAsync();
        await store.LoadAsync(SourceFile.At(2, """{"title":"The Matrix","year":1999,"deleted":true}"""));
        Assert.Equal([], await TextsAsync(store, "matrix"));
        Assert.Equal([], await TextsAsync(store, "keanu"));
    }

    [Fact]
    public async Task SuggestAsync_KnownMovie_ComesBeforeOneThatIsNot()
    {
        await using var store = await LoadedAsync(
            """{"title":"Jaws","year":1914}""", $$"""{"title":"Jaws","year":1975,"cast":["Roy Scheider"],"extract":"{{Known}}","thumbnail":"x"}""");
        Assert.Equal([1975, 1914], (await SuggestionsAsync(store, "jaw")).Select(s => s.GetProperty("year").GetInt32()));
    }

    [Fact]
    public async Task SuggestAsync_Size_BoundsThem()
    {
        await using var store = await LoadedAsync([.. Enumerable.Range(0, 40).Select(i => Record($"Same {i}", 1990))]);
        Assert.Equal(20, (await TextsAsync(store, "same", 20)).Count);
        Assert.Single(await TextsAsync(store, "same", 1));
    }

    [Fact]
    public async Task SuggestAsync_EveryPrefixOfATitle_KeepsIt()
    {
        await using var store = await LoadedAsync();
        foreach (var title in (string[])["The Matrix", "(500) Days of Summer", "Amélie", "东邪西毒"])
        {
            for (var length = 1; length <= title.Length; length++)
                Assert.Contains(title, await TextsAsync(store, title[..length], 20));
        }
    }

    [Theory]
    [InlineData(0, false, 0, 1, 1000, 0)]
    [InlineData(5000, true, 2000, 9999, 0, 420)]
    [InlineData(648, true, 5, 1999, 10, 303)]
    public void OfTitle_OfADocument_AddsUp(int extract, bool thumbnail, int cast, int year, int title, int expected) =>
        Assert.Equal(expected, Likelihood.OfTitle(extract, thumbnail, cast, year, title));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(2, 14)]
    [InlineData(100, 100)]
    [InlineData(int.MaxValue, 463_409)]
    public void OfName_OfItsMovies_IsTenTimesTheRoot(long roles, int expected) => Assert.Equal(expected, Likelihood.OfName(roles));

    private static Task<CatalogStore> LoadedAsync(params string[] more) => Asking.LoadedAsync([SourceFile.At(1, [
        $$"""{"title":"The Matrix","year":1999,"cast":["Keanu Reeves"],"extract":"{{Known}}"}""", Record("The Reeve's Tale", 1920), Record("Don't", 1925),
        Record("(500) Days of Summer", 2009), Record("Amélie", 2001), Record("东邪西毒", 1994), .. more])]);

    private static string Record(string title, int year) => $"{{\"title\":{NaiveJson.Quote(title)},\"year\":{year}}}";

    private static async Task<List<string>> TextsAsync(CatalogStore store, string typed, int size = 10) =>
        [.. (await SuggestionsAsync(store, typed, size)).Select(s => s.GetProperty("text").GetString()!)];

    private static async Task<List<JsonElement>> SuggestionsAsync(CatalogStore store, string typed, int size = 10)
    {
        var prefix = Folding.Fold(typed).Concat(typed.EndsWith(' ') ? " "u8.ToArray() : []);
        using var answer = JsonDocument.Parse(await store.SuggestAsync(new SuggestQuery([.. prefix], size)));
        return [.. answer.RootElement.GetProperty("suggestions").EnumerateArray().Select(s => s.Clone())];
    }
}
