using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>Text in years that are held elsewhere is found and ranked as in one store, in few calls.</summary>
public sealed class PartitionedTextTests : BesideOneStore
{
    [Fact]
    public async Task SearchAsync_OwnersOnFewSilos_IsOneCallToEachForEachStep()
    {
        Years.SiloOf = static year => year % 2 == 0 ? "even" : "odd";
        for (var year = 1950; year < 1970; year++)
            await FeedAsync([SourceFile.At(year, $$"""{"title":"Movie of {{year}}","year":{{year}},"cast":["Some Body"]}""")]);
        await StartAsync(0);
        await CheckCallsAsync("movie", 3 * 2); // The words, the hits, the documents.
        await CheckCallsAsync("1960 ", 2 + 1 + 1);
        await CheckCallsAsync("mmoovviee 1960", 5 * 2);
        var questions = Meters.Questions;
        await CheckCallsAsync("movie", 3 * 2);
        Assert.Equal(3 * 20, Meters.Questions - questions);

        Years.BeforeAnswer = year => year == 1961 ? throw new TimeoutException("A test's owner does not answer.") : Task.CompletedTask;
        Assert.Equal(ReaderResult.Unreachable, (await Catalog.SearchAsync(SearchRequest.Of(Everything), [], Ended)).Result);
    }

    [Fact]
    public async Task SearchAsync_Text_AsksAllYearsOnceAndThoseThatFindItAgain()
    {
        for (var year = 1950; year < 1970; year++)
            await FeedAsync([SourceFile.At(year, $$"""{"title":"Movie of {{year}}","year":{{year}},"cast":["Some Body"]}""")]);
        await StartAsync(0);
        await CheckCallsAsync("movie", 20 + 20 + 20); // The words, the hits, the documents.
        await CheckCallsAsync("1960 ", 20 + 1 + 1);
        await CheckCallsAsync("mvoie 1960", 20 + 20 + 5 + 5); // As it is, forgiving, and up to two years off.
        // Nothing: as it is, forgiving, and that in extracts as well; what has the words, what has those nearest, what finds something.
        await CheckCallsAsync("mmoovviee 1960", (3 * 20) + 20 + 20);
        await CheckCallsAsync("mmoovie 1960", (3 * 20) + 20 + 20 + 20);

        var calls = Meters.Calls;
        var typed = new SuggestQuery("mov"u8.ToArray(), 10);
        Assert.Equal(await Whole.SuggestAsync(typed), BodyOf(await Catalog.SuggestAsync(SuggestRequest.Of(typed), [], Ended)));
        Assert.Equal(20, Meters.Calls - calls);
    }

    [Fact]
    public async Task SearchAsync_TextInASingleYear_RanksByAllYears()
    {
        for (var year = 1950; year < 1960; year++)
        {
            // How rare a word is in the year is not how rare it is.
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 9).Select(i => year == 1955
                ? $$"""{"title":"{{(i < 5 ? "Red" : "Blue")}} {{i}}","year":1955,"cast":["Blue {{i % 3}}","Red {{i % 4}}"]}"""
                : $$"""{"title":"Red {{i}}","year":{{year}}}""")])]);
        }
        await StartAsync(0);
        var query = Everything with
        {
            Search = SearchText.Parse("red blue"), Sort = Sort.Relevance, Years = [new YearFilter([new YearRange(1955, 1955)])], PageSize = 4,
        };
        var body = BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended));
        Assert.Equal(await Whole.AskAsync(query), body);
        // The year alone would say otherwise.
        var ofTheYear = (await Whole.DocumentsAsync()).Where(static d => d.Contains("\"year\":1955", StringComparison.Ordinal));
        await using var alone = await Asking.LoadedAsync([[SourceFile.At(1, [.. ofTheYear])]]);
        Assert.NotEqual(await alone.AskAsync(query), body);
    }

    [Fact]
    public async Task SearchAsync_WritesBetweenTheStepsOfASearch_IsOneMomentsAnswer()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"Heat","year":1999,"cast":["Al"]}""", """{"title":"Heat again","year":2001,"cast":["AL"]}""")]);
        await StartAsync(0);
        var query = Everything with { Search = SearchText.Parse("haet"), Sort = Sort.Relevance, Facets = [new FacetRequest(FacetDimension.Cast, false)] };
        var expected = await Whole.AskAsync(query);
        var calls = 0;
        Years.BeforeAnswer = async _ =>
        {
            if (++calls == 3)
                await Years.FeedAsync(SourceFile.At(2, """{"title":"Heat","year":1999,"deleted":true}""", """{"title":"Haet","year":2001}"""));
        };
        Assert.Equal(expected, BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)));
    }

    [Fact]
    public async Task SearchAsync_AnOwnerHasOtherRules_IsUnreachableAndNeverMixed()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"Heat","year":1999}""", """{"title":"Heat again","year":2001}""")]);
        await StartAsync(0);
        Years.GiveRules(2001, OtherRules());
        var query = Everything with { Search = SearchText.Parse("heat"), Sort = Sort.Relevance };
        var answer = await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended);
        Assert.Equal((ReaderResult.Unreachable, 0, 1L), (answer.Result, answer.Body.Length, Meters.OtherRules));
        // Others are not asked again at once.
        var asked = Years.Asked;
        Assert.Equal(ReaderResult.Unreachable, (await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)).Result);
        Assert.Equal(asked, Years.Asked);
        // What is no search has nothing to do with them.
        Assert.Equal(await Whole.AskAsync(Everything), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(Everything), [], Ended)));

        Years.GiveRules(2001, null);
        var expected = await Whole.AskAsync(query);
        using var limit = new CancellationTokenSource(Limit);
        var again = answer;
        while (again.Result == ReaderResult.Unreachable && !limit.IsCancellationRequested)
        {
            await Task.Yield();
            again = await Catalog.SearchAsync(SearchRequest.Of(query), [], limit.Token);
        }
        Assert.Equal(expected, BodyOf(again));
    }

    [Fact]
    public async Task Answer_OtherRules_OnlyToWhoSaysByWhich()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"Heat","year":1999}""")]);
        var request = SearchRequest.Of(Everything with { Search = SearchText.Parse("heat"), Sort = Sort.Relevance });
        var answers = new PartialAnswers(TimeProvider.System, OtherRules());
        var question = new PartialQuestion { Kind = PartialKind.Words, Search = request };
        Assert.Equal(PartialResult.Answered, answers.Answer(Whole.View, question, 1).Result); // A release before.
        Assert.Equal(PartialResult.OtherRules, answers.Answer(Whole.View, question with { Rules = SearchRules.Default.Fingerprint }, 1).Result);
        Assert.Equal(PartialResult.Answered, answers.Answer(Whole.View, question with { Rules = OtherRules().Fingerprint }, 1).Result);
    }

    private async Task CheckCallsAsync(string text, long expected)
    {
        var query = Everything with { Search = SearchText.Parse(text), Sort = Sort.Relevance };
        var calls = Meters.Calls;
        Assert.Equal(await Whole.AskAsync(query), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)));
        Assert.True(expected == Meters.Calls - calls, $"{text}: {Meters.Calls - calls} calls, not {expected}");
    }

    private static SearchRules OtherRules()
    {
        using var builtIn = typeof(SearchRules).Assembly.GetManifestResourceStream("search-rules.json")!;
        using var reader = new StreamReader(builtIn);
        return SearchRules.Read(Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace("\"saturation\": ", "\"saturation\": 1", StringComparison.Ordinal)));
    }
}
