using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>A silo that holds some of the years answers as one that holds all.</summary>
public sealed class PartitionedCatalogTests : BesideOneStore
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 3)]
    [InlineData(60_000, 0)]
    [InlineData(60_000, 2)]
    [InlineData(10_000_000, 2)]
    public async Task SearchAsync_AnyBudget_GivesTheBytesOfOneStore(long budget, int silos)
    {
        // Of some owners it is not known where they are.
        Years.SiloOf = year => year % 7 < silos ? $"silo {year % 7}" : null;
        var dice = new Dice(17);
        var records = new RecordSource(dice);
        await FeedAsync([.. records.Files(20, 30)]);
        await StartAsync(budget);
        var versions = Array.Empty<YearVersion>();
        for (var round = 0; round < 4; round++)
        {
            var queries = new QuerySource(dice, new NaiveCatalog(await Whole.DocumentsAsync()), facets: 0.5, searches: 0.4);
            for (var i = 0; i < 150; i++)
            {
                var query = queries.Next() with { Highlight = dice.Chance(0.2) };
                Assert.Equal(await Whole.AskAsync(query), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), versions, Ended)));
            }
            foreach (var values in Values())
                Assert.Equal(await Whole.ListAsync(values), BodyOf(await Catalog.ListValuesAsync(ValuesRequest.Of(values), versions, Ended)));
            await CheckSuggestionsAsync(dice, versions);
            await CheckMoviesAsync(versions);
            await CheckExportAsync(new Query { Sort = dice.Pick(Sorts.All) }, versions);
            await CheckExportAsync(new Query { Search = SearchText.Parse(dice.Pick(NastyWords.Titles)) ?? SearchText.Parse("a"), Sort = Sort.Relevance }, versions);
            // What was written last must be seen, wherever it is.
            versions = await FeedAsync([.. records.Files(3, 10)]);
            using var limit = new CancellationTokenSource(Limit);
            Assert.True(await Replica.HasAsync(versions, limit.Token));
        }
        Assert.Equal(budget < 10_000_000, Years.Asked > 0);
        var movies = (await Whole.DocumentsAsync()).Count;
        await UntilAsync(() => Replica.Movies == movies && Replica.Store.Status.Bytes <= budget);
    }

    [Fact]
    public async Task SearchAsync_YearsComeAndGoMeanwhile_CountsNoMovieTwiceAndNoneNotAtAll()
    {
        for (var year = 1950; year < 1960; year++)
            await FeedAsync([SourceFile.At(year, [.. Enumerable.Range(0, 20).Select(i => $$"""{"title":"M{{i}}","year":{{year}}}""")])]);
        await StartAsync(30_000);
        var expected = await Whole.AskAsync(Everything);
        var held = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 400; i++)
        {
            // Now this year is asked for, then that one.
            var year = 1950 + (i / 40);
            var query = Everything with { Years = [new YearFilter([new YearRange(year, year)])] };
            Assert.Equal(await Whole.AskAsync(query), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)));
            Assert.Equal(expected, BodyOf(await Catalog.SearchAsync(SearchRequest.Of(Everything), [], Ended)));
            held.Add(string.Join(',', Replica.Look().Years.Order()));
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
        await UntilAsync(() => Replica.HeldYears == 20);
        var all = Replica.Store.Status.Bytes;
        Here.AddOwner("year/1950", static () => null, () => budget - (all / 2));
        await CheckAsync(all / 2);
        PartitionReport? Drama() => new("genre/drama", 1, new Holdings(1, all / 4, 0));
        Here.AddDerived("genre/drama", Drama);
        await CheckAsync(all / 4);
        // Nobody asks for it any more.
        Here.Remove("genre/drama", Drama);
        var few = Replica.HeldYears;
        await UntilAsync(() => Replica.HeldYears > few);
        await CheckAsync(all / 2);

        async Task CheckAsync(long room)
        {
            await UntilAsync(() => Replica.Store.Status.Bytes <= room);
            Assert.InRange(Replica.HeldYears, 1, 19);
            Assert.Equal(await Whole.AskAsync(Everything), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(Everything), [], Ended)));
        }
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
            Assert.True(await Replica.HasAsync(versions, Ended));
            Assert.Equal(await Whole.AskAsync(Everything), BodyOf(await Catalog.SearchAsync(SearchRequest.Of(Everything), versions, Ended)));
        }
        Assert.Empty(Years.MadeUp);
    }

    [Fact]
    public async Task SearchAsync_WritesBetweenTheSteps_IsOneMomentsAnswer()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999,"genres":["X"]}""", """{"title":"B","year":2001,"genres":["x"]}""")]);
        await StartAsync(0);
        var expected = await Whole.AskAsync(Everything with { Facets = [new FacetRequest(FacetDimension.Genre, false)] });
        var calls = 0;
        Years.BeforeAnswer = async _ =>
        {
            if (++calls == 3)
                await Years.FeedAsync(SourceFile.At(2, """{"title":"A","year":1999,"deleted":true}""", """{"title":"C","year":2001}"""));
        };
        var query = Everything with { Facets = [new FacetRequest(FacetDimension.Genre, false)] };
        Assert.Equal(expected, BodyOf(await Catalog.SearchAsync(SearchRequest.Of(query), [], Ended)));
    }

    [Fact]
    public async Task SearchAsync_AnOwnerFails_IsUnreachableAndNeverAPart()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999}""", """{"title":"B","year":2001}""")]);
        await StartAsync(0);
        Years.BeforeAnswer = year => year == 2001 ? throw new TimeoutException("A test's owner does not answer.") : Task.CompletedTask;
        var answer = await Catalog.SearchAsync(SearchRequest.Of(Everything), [], Ended);
        Assert.Equal(ReaderResult.Unreachable, answer.Result);
        Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task SearchAsync_AnOwnerIsSlow_EndsInTime()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999}""", """{"title":"B","year":2001}""")]);
        await StartAsync(0);
        var release = new TaskCompletionSource();
        Years.BeforeAnswer = year => year == 2001 ? release.Task : Task.CompletedTask;
        using var limit = new CancellationTokenSource();
        var asking = Catalog.SearchAsync(SearchRequest.Of(Everything), [], limit.Token);
        await limit.CancelAsync();
        Assert.Equal(ReaderResult.Unreachable, (await asking.WaitAsync(Limit)).Result);
        release.SetResult();
    }

    private async Task CheckSuggestionsAsync(Dice dice, YearVersion[] versions)
    {
        for (var i = 0; i < 30; i++)
        {
            var typed = Typing.Next(dice);
            Assert.Equal(await Whole.SuggestAsync(typed), BodyOf(await Catalog.SuggestAsync(SuggestRequest.Of(typed), versions, Ended)));
        }
    }

    private async Task CheckMoviesAsync(YearVersion[] versions)
    {
        foreach (var movie in new NaiveCatalog(await Whole.DocumentsAsync()).Movies)
            Assert.Equal(await Whole.GetAsync(movie.Id), BodyOf(await Catalog.GetMovieAsync(movie.Id, versions, Ended)));
        foreach (var id in new[] { "none", "1999-000000000000", "7-000000000000" })
            Assert.Empty(BodyOf(await Catalog.GetMovieAsync(id, versions, Ended)));
    }

    private async Task CheckExportAsync(Query query, YearVersion[] versions)
    {
        var expected = new StringBuilder();
        await foreach (var chunk in (await Whole.ExportAsync(query, Ended)).Chunks)
            expected.Append(Encoding.UTF8.GetString(chunk.Span));
        var actual = new StringBuilder();
        await foreach (var document in Catalog.Export(SearchRequest.Of(query), versions).Documents)
            actual.Append(Encoding.UTF8.GetString(document.Span)).Append('\n');
        Assert.Equal(expected.ToString(), actual.ToString());
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
}
