using System.Text;
using System.Text.Json.Nodes;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Queries;

public sealed class SearchRulesTests
{
    private const string Record = """{"title":"Zauberberg","year":1982,"cast":["Marie-France Pisier"],"genres":["Drama"]}""";

    [Fact]
    public void Read_WhatIsBuiltIn_IsTaken() => Assert.NotNull(SearchRules.Read(Encoding.UTF8.GetBytes(BuiltIn().ToJsonString())));

    [Fact]
    public void Read_Comments_ArePassedOver() =>
        Assert.NotNull(SearchRules.Read(Encoding.UTF8.GetBytes("// ours\n" + BuiltIn().ToJsonString() + "\n/* end */\n")));

    [Theory]
    [InlineData("stop_word", "[]", "stop_word is not known")]
    [InlineData("weights.plot", "3", "weights.plot is not known")]
    [InlineData("stop_words", "\"the\"", "stop_words must be lists of words")]
    [InlineData("stop_words", "[\"The\"]", "stop_words have 'The'")]
    [InlineData("articles", "[\"l'\"]", "articles have 'l''")]
    [InlineData("articles", "[\"of the\"]", "articles have 'of the'")]
    [InlineData("articles", "[1]", "articles must be lists of words")]
    [InlineData("synonyms", "[[\"one\"]]", "synonyms must be lists of at least two words")]
    [InlineData("synonyms", "{}", "synonyms must be lists of words")]
    [InlineData("weights", "5", "weights must be a JSON object")]
    [InlineData("weights.title", "0", "weights.title must be a whole number of 1 to 1000")]
    [InlineData("weights.cast", "1001", "weights.cast must be a whole number of 1 to 1000")]
    [InlineData("weights.genre", "\"5\"", "weights.genre must be a whole number")]
    [InlineData("typical_words.extract", "256", "typical_words.extract must be a whole number of 1 to 255")]
    [InlineData("saturation", "0.5", "saturation must be a whole number of 1 to 1000")]
    [InlineData("typos.one_from", "65", "typos.one_from must be a whole number of 1 to 64")]
    [InlineData("typos.two_from", "3", "typos.two_from must not be less")]
    [InlineData("years_off", "-1", "years_off must be a whole number of 0 to 10")]
    [InlineData("years_off", null, "have no years_off")]
    public void Read_SomethingWrong_SaysWhat(string path, string? value, string reason)
    {
        var rules = BuiltIn();
        var names = path.Split('.');
        var place = names.Length == 1 ? rules : (JsonObject)rules[names[0]]!;
        if (value is null)
            place.Remove(names[^1]);
        else
            place[names[^1]] = JsonNode.Parse(value);
        var fault = Assert.Throws<InvalidDataException>(() => SearchRules.Read(Encoding.UTF8.GetBytes(rules.ToJsonString())));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_Rules_IsOfWhatTheySay()
    {
        var rules = BuiltIn();
        var laidOut = rules.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        Assert.NotEqual(0, SearchRules.Default.Fingerprint);
        Assert.Equal(SearchRules.Default.Fingerprint, SearchRules.Read(Encoding.UTF8.GetBytes("// ours\n" + laidOut)).Fingerprint);
        rules["saturation"] = 41;
        Assert.NotEqual(SearchRules.Default.Fingerprint, SearchRules.Read(Encoding.UTF8.GetBytes(rules.ToJsonString())).Fingerprint);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{} {}", "JSON")]
    [InlineData("{\"stop_words\":[]}", "have no articles")]
    public void Read_NoRules_SaysSo(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SearchRules.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_MemberTwice_IsRefused()
    {
        var json = BuiltIn().ToJsonString();
        var fault = Assert.Throws<InvalidDataException>(() => SearchRules.Read(Encoding.UTF8.GetBytes("{\"years_off\":1," + json[1..])));
        Assert.Contains("years_off comes twice", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OtherRules_CountWhenAQueryIsAskedOfTheSameIndex()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Record)]);
        var rules = BuiltIn();
        ((JsonArray)rules["synonyms"]!).Add(new JsonArray("magicmountain", "zauberberg"));
        var others = SearchRules.Read(Encoding.UTF8.GetBytes(rules.ToJsonString()));
        Assert.Equal(0, await TotalAsync(store, "magicmountain "));
        Assert.Equal(1, await TotalAsync(store, "magicmountain ", others));
    }

    private static async Task<long> TotalAsync(ICatalog catalog, string text, SearchRules? rules = null) =>
        (await catalog.AskFullyAsync(new Query { Search = SearchText.Parse(text, rules), Sort = Sort.Relevance })).Summary.Total;

    private static JsonObject BuiltIn()
    {
        using var stream = typeof(SearchRules).Assembly.GetManifestResourceStream("search-rules.json")!;
        return (JsonObject)JsonNode.Parse(stream)!;
    }
}
