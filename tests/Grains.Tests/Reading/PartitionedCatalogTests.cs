using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>A silo that holds some of the years answers as one that holds all.</summary>
public sealed class PartitionedCatalogTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Query Everything = new();
    private readonly FakeYears years = new();
    private readonly CancellationTokenSource end = new();
    private readonly CatalogStore whole = new(TimeProvider.System, compactInBackground: false);
    private readonly ReadingMeters meters = new();
    private readonly PartitionsHere here = new();
    private Replica replica = null!;
    private PartitionedCatalog catalog = null!;
    private Task running = Task.CompletedTask;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(60_000, 0)]
    [InlineData(60_000, 2)]
    [InlineData(10_000_000, 2)]
    public async Task SearchAsync_AnyBudget_GivesTheBytesOfOneStore(long budget, int silos)
    {
        // Of some owners it is not known where they are.
        years.SiloOf = year => year % 7 < silos ? $"silo {year % 7}" : null;
        var dice = new Dice(17);
        var records = new RecordSource(dice);
        await FeedAsync([.. records.Files(20, 30)]);
        await StartAsync(budget);
        var versions = Array.Empty<YearVersion>();
        for (var round = 0; round < 4; round++)
        {
            var queries = new QuerySource(dice, new NaiveCatalog(await whole.DocumentsAsync()), facets: 0.5, searches: 0.4);
            for (var i = 0; i < 150; i++)
            {
                var query = queries.Next() with { Highlight = dice.Chance(0.2) };
                Assert.Equal(await whole.AskAsync(query), BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), versions, end.Token)));
            }
            foreach (var values in Values())
                Assert.Equal(await whole.ListAsync(values), BodyOf(await catalog.ListValuesAsync(ValuesRequest.Of(values), versions, end.Token)));
            await CheckSuggestionsAsync(dice, versions);
            await CheckMoviesAsync(versions);
            await CheckExportAsync(new Query { Sort = dice.Pick(Sorts.All) }, versions);
            await CheckExportAsync(new Query { Search = SearchText.Parse(dice.Pick(NastyWords.Titles)) ?? SearchText.Parse("a"), Sort = Sort.Relevance }, versions);
            // What was written last must be seen, wherever it is.
            versions = await FeedAsync([.. records.Files(3, 10)]);
            using var limit = new CancellationTokenSource(Limit);
            Assert.True(await replica.HasAsync(versions, limit.Token));
        }
        Assert.Equal(budget < 10_000_000, years.Asked > 0);
        var movies = (await whole.DocumentsAsync()).Count;
        await UntilAsync(() => replica.Movies == movies && replica.Store.Status.Bytes <= budget);
    }

    [Fact]
    public async Task SearchAsync_YearsComeAndGoMeanwhile_CountsNoMovieTwiceAndNoneNotAtAll()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 20).Select(i => $$"""{"title":"M{{i}}","year":{{year}}}""")])]);
        await StartAsync(30_000);
        var expected = await whole.AskAsync(Everything);
        var held = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 400; i++)
        {
            // Now this year is asked for, then that one.
            var year = 1950 + (i / 40);
            var query = Everything with { Years = [new YearFilter([new YearRange(year, year)])] };
            Assert.Equal(await whole.AskAsync(query), BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)));
            Assert.Equal(expected, BodyOf(await catalog.SearchAsync(SearchRequest.Of(Everything), [], end.Token)));
            held.Add(string.Join(',', replica.Look().Years.Order()));
        }
        Assert.NotEmpty(held);
    }

    [Fact]
    public async Task SearchAsync_OwnersAndPartitionsTakeOfTheBudget_HoldsWhatTheyLeaveAndGivesTheBytesOfOneStore()
    {
        const long budget = 140_000;
        for (var year = 1950; year < 1970; year++)
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 20).Select(i => $$"""{"title":"M{{i}}","year":{{year}}}""")])]);
        await StartAsync(budget);
        await UntilAsync(() => replica.HeldYears == 20);
        var all = replica.Store.Status.Bytes;
        here.AddOwner("year/1950", static () => null, () => budget - (all / 2));
        await CheckAsync(all / 2);
        PartitionReport? Drama() => new("genre/drama", 1, new Holdings(1, all / 4, 0));
        here.AddDerived("genre/drama", Drama);
        await CheckAsync(all / 4);
        // Nobody asks for it any more.
        here.Remove("genre/drama", Drama);
        var few = replica.HeldYears;
        await UntilAsync(() => replica.HeldYears > few);
        await CheckAsync(all / 2);

        async Task CheckAsync(long room)
        {
            await UntilAsync(() => replica.Store.Status.Bytes <= room);
            Assert.InRange(replica.HeldYears, 1, 19);
            Assert.Equal(await whole.AskAsync(Everything), BodyOf(await catalog.SearchAsync(SearchRequest.Of(Everything), [], end.Token)));
        }
    }

    [Fact]
    public async Task SearchAsync_OwnersOnFewSilos_IsOneCallToEachForEachStep()
    {
        years.SiloOf = static year => year % 2 == 0 ? "even" : "odd";
        for (var year = 1950; year < 1970; year++)
            await FeedAsync([SourceFile.At(year, $$"""{"title":"Movie of {{year}}","year":{{year}},"cast":["Some Body"]}""")]);
        await StartAsync(0);
        await CheckCallsAsync("movie", 3 * 2); // The words, the hits, the documents.
        await CheckCallsAsync("1960 ", 2 + 1 + 1);
        await CheckCallsAsync("mmoovviee 1960", 5 * 2);
        var questions = meters.Questions;
        await CheckCallsAsync("movie", 3 * 2);
        Assert.Equal(3 * 20, meters.Questions - questions);

        years.BeforeAnswer = year => year == 1961 ? throw new TimeoutException("A test's owner does not answer.") : Task.CompletedTask;
        Assert.Equal(ReaderResult.Unreachable, (await catalog.SearchAsync(SearchRequest.Of(Everything), [], end.Token)).Result);
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

        var calls = meters.Calls;
        var typed = new SuggestQuery("mov"u8.ToArray(), 10);
        Assert.Equal(await whole.SuggestAsync(typed), BodyOf(await catalog.SuggestAsync(SuggestRequest.Of(typed), [], end.Token)));
        Assert.Equal(20, meters.Calls - calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000_000)]
    public async Task Has_YearThatIsNewOrMadeUp_IsSeenOrAsksNoOwner(long budget)
    {
        await FeedAsync([SourceFile.At(1, """{"title":"The Matrix","year":1999}""")]);
        await StartAsync(budget);
        for (var year = 1950; year < 1960; year++)
        {
            var versions = await FeedAsync([SourceFile.At(2, $$"""{"title":"Movie","year":{{year}}}""")]);
            versions = [.. versions, new YearVersion(year + 1000, 7, 1)];
            Assert.True(await replica.HasAsync(versions, end.Token));
            Assert.Equal(await whole.AskAsync(Everything), BodyOf(await catalog.SearchAsync(SearchRequest.Of(Everything), versions, end.Token)));
        }
        Assert.Empty(years.MadeUp);
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
        var body = BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token));
        Assert.Equal(await whole.AskAsync(query), body);
        // The year alone would say otherwise.
        var ofTheYear = (await whole.DocumentsAsync()).Where(static d => d.Contains("\"year\":1955", StringComparison.Ordinal));
        await using var alone = await Asking.LoadedAsync([[SourceFile.At(1, [.. ofTheYear])]]);
        Assert.NotEqual(await alone.AskAsync(query), body);
    }

    [Fact]
    public async Task SearchAsync_WritesBetweenTheStepsOfASearch_IsOneMomentsAnswer()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"Heat","year":1999,"cast":["Al"]}""", """{"title":"Heat again","year":2001,"cast":["AL"]}""")]);
        await StartAsync(0);
        var query = Everything with { Search = SearchText.Parse("haet"), Sort = Sort.Relevance, Facets = [new FacetRequest(FacetDimension.Cast, false)] };
        var expected = await whole.AskAsync(query);
        var calls = 0;
        years.BeforeAnswer = async _ =>
        {
            if (++calls == 3)
                await years.FeedAsync(SourceFile.At(2, """{"title":"Heat","year":1999,"deleted":true}""", """{"title":"Haet","year":2001}"""));
        };
        Assert.Equal(expected, BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)));
    }

    [Fact]
    public async Task SearchAsync_AnOwnerHasOtherRules_IsUnreachableAndNeverMixed()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"Heat","year":1999}""", """{"title":"Heat again","year":2001}""")]);
        await StartAsync(0);
        years.GiveRules(2001, OtherRules());
        var query = Everything with { Search = SearchText.Parse("heat"), Sort = Sort.Relevance };
        var answer = await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token);
        Assert.Equal((ReaderResult.Unreachable, 0, 1L), (answer.Result, answer.Body.Length, meters.OtherRules));
        // Others are not asked again at once.
        var asked = years.Asked;
        Assert.Equal(ReaderResult.Unreachable, (await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)).Result);
        Assert.Equal(asked, years.Asked);
        // What is no search has nothing to do with them.
        Assert.Equal(await whole.AskAsync(Everything), BodyOf(await catalog.SearchAsync(SearchRequest.Of(Everything), [], end.Token)));

        years.GiveRules(2001, null);
        var expected = await whole.AskAsync(query);
        using var limit = new CancellationTokenSource(Limit);
        var again = answer;
        while (again.Result == ReaderResult.Unreachable && !limit.IsCancellationRequested)
        {
            await Task.Yield();
            again = await catalog.SearchAsync(SearchRequest.Of(query), [], limit.Token);
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
        Assert.Equal(PartialResult.Answered, answers.Answer(whole.View, question, 1).Result); // A release before.
        Assert.Equal(PartialResult.OtherRules, answers.Answer(whole.View, question with { Rules = SearchRules.Default.Fingerprint }, 1).Result);
        Assert.Equal(PartialResult.Answered, answers.Answer(whole.View, question with { Rules = OtherRules().Fingerprint }, 1).Result);
    }

    [Fact]
    public async Task SearchAsync_AnOwnerFails_IsUnreachableAndNeverAPart()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999}""", """{"title":"B","year":2001}""")]);
        await StartAsync(0);
        years.BeforeAnswer = year => year == 2001 ? throw new TimeoutException("A test's owner does not answer.") : Task.CompletedTask;
        var answer = await catalog.SearchAsync(SearchRequest.Of(Everything), [], end.Token);
        Assert.Equal(ReaderResult.Unreachable, answer.Result);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task SearchAsync_AnOwnerIsSlow_EndsInTime()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999}""", """{"title":"B","year":2001}""")]);
        await StartAsync(0);
        var release = new TaskCompletionSource();
        years.BeforeAnswer = year => year == 2001 ? release.Task : Task.CompletedTask;
        using var limit = new CancellationTokenSource();
        var asking = catalog.SearchAsync(SearchRequest.Of(Everything), [], limit.Token);
        await limit.CancelAsync();
        Assert.Equal(ReaderResult.Unreachable, (await asking.WaitAsync(Limit)).Result);
        release.SetResult();
    }

    [Fact]
    public async Task SearchAsync_WritesBetweenTheSteps_IsOneMomentsAnswer()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999,"genres":["X"]}""", """{"title":"B","year":2001,"genres":["x"]}""")]);
        await StartAsync(0);
        var expected = await whole.AskAsync(Everything with { Facets = [new FacetRequest(FacetDimension.Genre, false)] });
        var calls = 0;
        years.BeforeAnswer = async _ =>
        {
            if (++calls == 3)
                await years.FeedAsync(SourceFile.At(2, """{"title":"A","year":1999,"deleted":true}""", """{"title":"C","year":2001}"""));
        };
        var query = Everything with { Facets = [new FacetRequest(FacetDimension.Genre, false)] };
        Assert.Equal(expected, BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)));
    }

    [Fact]
    public async Task SearchAsync_PartitionAnswers_IsOneCall()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, $$"""{"title":"M","year":{{year}},"genres":["Drama"]}""")]);
        await StartAsync(0);
        years.Derived = (key, question) => new PartialReply(PartialResult.Answered, Encoding.UTF8.GetBytes(key.ToString()), 1, 0, 1, false, null);
        var drama = Everything with { Texts = [new TextFilter(TextField.Genre, [Folding.Fold("Drama")])] };
        Assert.Equal("genre/drama", BodyOf(await catalog.SearchAsync(SearchRequest.Of(drama), [], end.Token)));
        Assert.Equal((1L, 1L), (meters.Calls, meters.PartitionAnswers));

        years.Derived = (_, _) => PartialReply.Without(PartialResult.NotReady);
        Assert.Equal(await whole.AskAsync(drama), BodyOf(await catalog.SearchAsync(SearchRequest.Of(drama), [], end.Token)));
    }

    [Fact]
    public async Task SearchAsync_PartitionIsSplit_AsksAllSharesAndGivesTheBytesOfOneStore()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 9).Select(i => $$"""{"title":"M{{i}}","year":{{year}},"genres":["Drama"],"cast":["A {{i}}"]}""")])]);
        await StartAsync(0);
        var shares = new Dictionary<int, (CatalogStore Store, PartialAnswers Answers)>();
        for (var share = 0; share < 4; share++)
            shares.Add(share, (await ShareAsync(PartitionKey.Parse("genre/drama").ShareOf(2, share)), new PartialAnswers(TimeProvider.System)));
        years.Derived = (key, question) => key.Split == 0
            ? PartialReply.Without(PartialResult.Split, 2)
            : shares[key.Share].Answers.Answer(shares[key.Share].Store.View, question, key.Share + 1);
        var drama = new TextFilter(TextField.Genre, [Folding.Fold("Drama")]);
        foreach (var sort in Sorts.All)
        {
            var query = new Query { Texts = [drama], Sort = sort, Page = 3, PageSize = 7, Facets = [new FacetRequest(FacetDimension.Cast, true)] };
            Assert.Equal(await whole.AskAsync(query), BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)));
        }
        Assert.Equal(Sorts.All.Count, meters.PartitionAnswers);
        Assert.Equal(0, years.Asked);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        await whole.DisposeAsync();
        if (replica is not null)
            await replica.DisposeAsync();
        end.Dispose();
    }

    private async Task<YearVersion[]> FeedAsync(SourceFile[] files)
    {
        await whole.LoadAsync(files);
        return await years.FeedAsync(files);
    }

    private async Task StartAsync(long budget)
    {
        replica = new Replica(
            years, new ReplicaOptions { Interval = TimeSpan.FromMilliseconds(2), Budget = budget }, TimeProvider.System, NullLogger<Replica>.Instance, here);
        catalog = new PartitionedCatalog(replica, years, new PartitionedOptions { AtATime = 3, Limit = Limit, PartitionLimit = Limit }, meters, TimeProvider.System, NullLogger<PartitionedCatalog>.Instance);
        running = replica.RunAsync(end.Token);
        await replica.Ready.WaitAsync(Limit);
    }

    /// <summary>A store of one share of a partition.</summary>
    private async Task<CatalogStore> ShareAsync(PartitionKey key)
    {
        var items = new ItemRun();
        new PartitionItems(whole.View, key.ToFilter()).WriteRun(items, 0, 0);
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var replay = store.BeginReplay();
        replay.ReadRun(items.Written);
        await replay.CommitAsync(CancellationToken.None);
        return store;
    }

    private async Task CheckCallsAsync(string text, long expected)
    {
        var query = Everything with { Search = SearchText.Parse(text), Sort = Sort.Relevance };
        var calls = meters.Calls;
        Assert.Equal(await whole.AskAsync(query), BodyOf(await catalog.SearchAsync(SearchRequest.Of(query), [], end.Token)));
        Assert.True(expected == meters.Calls - calls, $"{text}: {meters.Calls - calls} calls, not {expected}");
    }

    private async Task CheckSuggestionsAsync(Dice dice, YearVersion[] versions)
    {
        for (var i = 0; i < 30; i++)
        {
            var typed = Typing.Next(dice);
            Assert.Equal(await whole.SuggestAsync(typed), BodyOf(await catalog.SuggestAsync(SuggestRequest.Of(typed), versions, end.Token)));
        }
    }

    private async Task CheckMoviesAsync(YearVersion[] versions)
    {
        foreach (var movie in new NaiveCatalog(await whole.DocumentsAsync()).Movies)
            Assert.Equal(await whole.GetAsync(movie.Id), BodyOf(await catalog.GetMovieAsync(movie.Id, versions, end.Token)));
        foreach (var id in new[] { "none", "1999-000000000000", "7-000000000000" })
            Assert.Empty(BodyOf(await catalog.GetMovieAsync(id, versions, end.Token)));
    }

    private async Task CheckExportAsync(Query query, YearVersion[] versions)
    {
        var expected = new StringBuilder();
        await foreach (var chunk in (await whole.ExportAsync(query, end.Token)).Chunks)
            expected.Append(Encoding.UTF8.GetString(chunk.Span));
        var actual = new StringBuilder();
        await foreach (var document in catalog.Export(SearchRequest.Of(query), versions).Documents)
            actual.Append(Encoding.UTF8.GetString(document.Span)).Append('\n');
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static SearchRules OtherRules()
    {
        using var builtIn = typeof(SearchRules).Assembly.GetManifestResourceStream("search-rules.json")!;
        using var reader = new StreamReader(builtIn);
        return SearchRules.Read(Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace("\"saturation\": ", "\"saturation\": 1", StringComparison.Ordinal)));
    }

    private static IEnumerable<ValuesQuery> Values()
    {
        foreach (var dimension in Enum.GetValues<ValuesDimension>())
        {
            yield return new ValuesQuery(dimension, [], 1, 20);
            yield return new ValuesQuery(dimension, "1"u8.ToArray(), 2, 3);
            yield return new ValuesQuery(dimension, "a"u8.ToArray(), 1, 1000);
        }
    }

    private static string BodyOf(ReaderAnswer answer)
    {
        Assert.Equal(ReaderResult.Answered, answer.Result);
        return Encoding.UTF8.GetString(answer.Body);
    }
}
