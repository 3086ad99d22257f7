using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Tests.Search;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;
using Orleans.Runtime;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>Silos that hold a part of the catalogue give the bytes of one store of all of it.</summary>
public sealed class BudgetInAClusterTests(ITestOutputHelper output)
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchAsync_BudgetForAPartOfTheRealSet_GivesTheBytesOfOneStore()
    {
        var files = RealMovies.Files();
        Assert.SkipWhen(files.Count == 0, "The real set is not here.");
        await using var whole = await LoadedAsync(files);
        var budget = whole.Status.Bytes * 2;
        await using var cluster = await TestedCluster.StartAsync(budget);
        await cluster.FeedAsync(files);
        await ReadyAsync(cluster, whole.Status.Movies);
        // Each owns about half of all, which takes as much as all of it in one index: small ones take more, and commits are remembered.
        await WithinAsync(cluster, budget);

        await CompareAsync(cluster, whole, new Dice(1), 120);
        await CompareSearchesAsync(cluster, whole);
        await CompareSuggestionsAsync(cluster, whole);
        await CompareListsAsync(cluster, whole);
        await CompareExportAsync(cluster, whole, new Query { Sort = Sorts.All[1] });
        await CompareExportAsync(cluster, whole, new Query { Texts = [Genre("Horror")] });
        await CompareExportAsync(cluster, whole, new Query { Search = SearchText.Parse("hors"), Sort = Sort.Relevance });
        // A partition is not filled where others have taken the room: which were asked for first above is a matter of chance.
        await LetGoAsync(cluster);
        var horror = new Query { Texts = [Genre("Horror")] };
        await TestedCluster.UntilAsync(
            async () =>
            {
                var answer = await AskAsync(cluster, 1, reader => reader.SearchAsync(SearchRequest.Of(horror), [], Ended));
                Assert.Equal(await whole.AskAsync(horror), Encoding.UTF8.GetString(answer.Body));
                return PartitionAnswersOf(cluster);
            },
            static answers => answers > 0);
        await ReportAsync(cluster, whole);
        await WithinAsync(cluster, budget);
        await CollectAsync(cluster, budget);
    }

    /// <summary>What a silo holds of all kinds is what it may.</summary>
    private async Task WithinAsync(TestedCluster cluster, long budget)
    {
        foreach (var services in cluster.Services)
        {
            var (replica, here) = (services.GetRequiredService<MovieGrains.Grains.Reading.Replica>(), services.GetRequiredService<PartitionsHere>());
            await TestedCluster.UntilAsync(
                () => Task.FromResult(replica.Store.Status.Bytes + here.OwnersBytes + here.DerivedBytes),
                bytes => bytes <= Math.Max(budget, here.OwnersBytes + here.DerivedBytes + (budget / MemoryRoom.LeastParts)));
            var indexes = here.Reports.Where(static one => one.Name.StartsWith("year/", StringComparison.Ordinal)).Sum(static one => one.Holdings.Bytes);
            output.WriteLine($"of {budget}: years {replica.Store.Status.Bytes} ({replica.HeldYears}), owners {here.OwnersBytes} (indexes {indexes}), partitions {here.DerivedBytes}");
            Assert.InRange(replica.Store.Status.Bytes, 1, budget - 1);
        }
    }

    /// <summary>Partitions that nobody asks for go, and leave their memory to the replica.</summary>
    private async Task CollectAsync(TestedCluster cluster, long budget)
    {
        Assert.True(PartitionsOf(cluster).Sum(static here => here.DerivedBytes) > 0);
        await LetGoAsync(cluster);
        Assert.True(PartitionsOf(cluster).Sum(static here => here.OwnersBytes) > 0);
        await WithinAsync(cluster, budget);
    }

    private static async Task LetGoAsync(TestedCluster cluster) => await TestedCluster.UntilAsync(
        async () =>
        {
            // As Orleans does by itself after some minutes.
            await cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.FromMilliseconds(1));
            return PartitionsOf(cluster).Sum(static here => here.DerivedBytes);
        },
        static bytes => bytes == 0);

    private static IEnumerable<PartitionsHere> PartitionsOf(TestedCluster cluster) =>
        cluster.Services.Select(static services => services.GetRequiredService<PartitionsHere>());

    /// <summary>What silos say of themselves: every year has one owner, and what was derived to answer is there, too.</summary>
    private static async Task ReportAsync(TestedCluster cluster, CatalogStore whole)
    {
        var silos = (await cluster.Grains.GetGrain<IClusterReporter>(0).ReportAsync()).Silos;
        Assert.Equal(["active", "active"], silos.Select(static silo => silo.Status));
        var partitions = silos.SelectMany(static silo => silo.Report!.Partitions).ToList();
        var years = partitions.Where(static one => one.Name.StartsWith("year/", StringComparison.Ordinal)).ToList();
        Assert.Equal(whole.Status.Movies, years.Sum(static year => year.Holdings.Movies));
        Assert.Equal(years.Count, years.Select(static year => year.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(years, static year => Assert.True(year.Version > 0 && year.Holdings is { Bytes: > 0, Behind: 0 }));
        Assert.Contains(partitions, static one => one.Name == "genre/horror" && one.Holdings.Movies > 0);
        Assert.All(silos, static silo => Assert.InRange(silo.Report!.Replica.Movies, 1, long.MaxValue));
    }

    [Fact]
    public async Task SearchAsync_OwnWritesAndALostSilo_AreSeenAndSurvived()
    {
        var dice = new Dice(2);
        var records = new RecordSource(dice);
        List<SourceFile> files = [.. records.Files(20, 40)];
        await using var whole = await Asking.LoadedAsync([files]);
        await using var cluster = await TestedCluster.StartAsync(whole.Status.Bytes * 2, splitAbove: 40);
        await cluster.FeedAsync(files);
        await ReadyAsync(cluster, whole.Status.Movies);
        await WithinAsync(cluster, whole.Status.Bytes * 2);
        await CompareAsync(cluster, whole, dice, 150);
        Assert.True(CallsOf(cluster) > 0);

        // What somebody has written is seen by whoever asks with its version, wherever the year is held.
        for (var i = 0; i < 20; i++)
        {
            var year = dice.Pick(NastyWords.Years);
            var post = new RecordPost([Encoding.UTF8.GetBytes($$"""{"title":"Written {{i}}","year":{{year}},"genres":["Drama"]}""")], null, 0);
            var written = await cluster.Grains.GetGrain<IYearOwner>(year).PostAsync(post, Ended);
            var query = new Query { Texts = [new TextFilter(TextField.Name, [Folding.Fold($"Written {i}")]), Genre("Drama")] };
            var answer = await AskAsync(cluster, slot: i, reader => reader.SearchAsync(SearchRequest.Of(query), [written.Version], Ended));
            Assert.Equal(1, answer.Total);
        }
        await AskSilosAsync(cluster);
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);
        // The one that is lost is listed, without figures, and is waited for no longer than it may take.
        var began = Stopwatch.GetTimestamp();
        var report = await TestedCluster.UntilAsync(() => cluster.Grains.GetGrain<IClusterReporter>(0).ReportAsync(), static _ => true);
        Assert.Equal(2, report.Silos.Length);
        Assert.Single(report.Silos, static silo => silo is { Report: null });
        output.WriteLine($"a report without the silo that is lost: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
        var drama = new Query { Texts = [Genre("Drama")], Sort = Sorts.All[3] };
        var before = await whole.AskFullyAsync(drama);
        await TestedCluster.UntilAsync(
            () => cluster.Grains.GetGrain<IReader>(0).SearchAsync(SearchRequest.Of(drama), [], Ended),
            answer => answer.Result == ReaderResult.Answered && answer.Total == before.Summary.Total + 20);
    }

    /// <summary>Whichever silo is asked for owners, and wherever they are, they answer, and in the order of the questions.</summary>
    private static async Task AskSilosAsync(TestedCluster cluster)
    {
        var here = cluster.Services.First();
        var years = here.GetRequiredService<MovieGrains.Grains.Reading.Replica>().Years;
        var question = new PartialQuestion { Kind = PartialKind.Answer, Search = SearchRequest.Of(new Query()) };
        foreach (var silo in cluster.Silos.Silos)
        {
            var replies = await here.GetRequiredService<IPartitions>().AskYearsAsync(
                silo.SiloAddress.ToParsableString(), [.. years.Select(year => new YearQuestion(year, question))], Ended);
            Assert.All(replies, static reply => Assert.Equal(PartialResult.Answered, reply.Result));
            Assert.Equal(
                await Task.WhenAll(years.Select(async year => (await cluster.Grains.GetGrain<IYearOwner>(year).GetStatusAsync()).Movies)),
                replies.Select(static reply => reply.Total));
        }
    }

    private static async Task<CatalogStore> LoadedAsync(List<SourceFile> files)
    {
        var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        await store.LoadAsync(files);
        return store;
    }

    private static TextFilter Genre(string genre) => new(TextField.Genre, [Folding.Fold(genre)]);

    /// <summary>Waits until each silo knows all there is, and holds of it what it is to hold.</summary>
    private static async Task ReadyAsync(TestedCluster cluster, long movies) => await TestedCluster.UntilAsync(
        () => Task.FromResult(cluster.Services.All(services => services.GetRequiredService<MovieGrains.Grains.Reading.Replica>() is var replica
            && replica.Ready.IsCompleted && replica.Movies == movies && replica.Behind == TimeSpan.Zero && replica.HeldYears > 0)),
        static isSo => isSo);

    private async Task CompareAsync(TestedCluster cluster, CatalogStore whole, Dice dice, int count)
    {
        var queries = new QuerySource(dice, new NaiveCatalog(await whole.DocumentsAsync()), facets: 0.3, searches: 0.3);
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var query = queries.Next();
            var expected = await whole.AskAsync(query);
            var began = Stopwatch.GetTimestamp();
            var answer = await AskAsync(cluster, slot: i, reader => reader.SearchAsync(SearchRequest.Of(query), [], Ended));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.Equal(expected, Encoding.UTF8.GetString(answer.Body));
            var id = queries.Place(Sort.Default).Id;
            var movie = await AskAsync(cluster, slot: i, reader => reader.GetMovieAsync(id, [], Ended));
            Assert.Equal(await whole.GetAsync(id) ?? "", Encoding.UTF8.GetString(movie.Body));
        }
        times.Sort();
        var calls = CallsOf(cluster);
        output.WriteLine($"{count} queries: median {times[count / 2]:0.0} ms, p95 {times[count * 95 / 100]:0.0} ms, longest {times[^1]:0.0} ms; {calls} calls, {PartitionAnswersOf(cluster)} answered by partitions");
    }

    /// <summary>Full text as people type it, and as they don't.</summary>
    private async Task CompareSearchesAsync(TestedCluster cluster, CatalogStore whole)
    {
        string[] texts =
        [
            "matrix", "matri", "the matrix", "keanu reeves", "kaenu reevs ", "spiderman", "heat 1995", "\"new york\"", "batman -lego", "raiders lost ark",
            "star wars 5", "a", "pacino heist thriller", "terminatr judgement day", "xyzzyplugh", "schwarzeneggr terminatro predatr", "zzz matrix qqq",
        ];
        foreach (var text in texts)
        {
            var query = new Query { Search = SearchText.Parse(text), Sort = Sort.Relevance, Highlight = true, PageSize = 10 };
            await CompareAsync(cluster, whole, text, query);
            await CompareAsync(cluster, whole, text + ", facets", query with { Facets = [new FacetRequest(FacetDimension.Genre, true), new FacetRequest(FacetDimension.Decade, false)] });
            await CompareAsync(cluster, whole, text + ", some years", query with { Years = [new YearFilter([new YearRange(1980, 2003)])], Texts = [Genre("Drama")], Page = 2 });
        }
    }

    private async Task CompareAsync(TestedCluster cluster, CatalogStore whole, string name, Query query)
    {
        var expected = await whole.AskAsync(query);
        await MeasuredAsync(cluster, name, async slot =>
        {
            var answer = await AskAsync(cluster, slot, reader => reader.SearchAsync(SearchRequest.Of(query), [], Ended));
            Assert.Equal(expected, Encoding.UTF8.GetString(answer.Body));
        });
    }

    private async Task CompareSuggestionsAsync(TestedCluster cluster, CatalogStore whole)
    {
        foreach (var typed in new[] { "t", "a", "th", "mat", "the mat", "reev", "kaenu", "spilberg", "schwarzn", "qqq", "new y" })
        {
            var query = new SuggestQuery(Folding.Fold(typed), SuggestQuery.DefaultSize);
            var expected = await whole.SuggestAsync(query);
            await MeasuredAsync(cluster, $"suggest {typed}", async slot =>
            {
                var answer = await AskAsync(cluster, slot, reader => reader.SuggestAsync(SuggestRequest.Of(query), [], Ended));
                Assert.Equal(expected, Encoding.UTF8.GetString(answer.Body));
            });
        }
    }

    private async Task MeasuredAsync(TestedCluster cluster, string name, Func<int, Task> ask)
    {
        var before = CallsOf(cluster);
        var began = Stopwatch.GetTimestamp();
        await ask(1);
        output.WriteLine($"{name}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms, {CallsOf(cluster) - before} calls");
    }

    private static long CallsOf(TestedCluster cluster) => cluster.Services.Sum(services => services.GetRequiredService<ReadingMeters>().Calls);

    private static long PartitionAnswersOf(TestedCluster cluster) =>
        cluster.Services.Sum(services => services.GetRequiredService<ReadingMeters>().PartitionAnswers);

    private static async Task CompareListsAsync(TestedCluster cluster, CatalogStore whole)
    {
        foreach (var dimension in Enum.GetValues<ValuesDimension>())
        {
            foreach (var values in new[] { new ValuesQuery(dimension, [], 1, 50), new ValuesQuery(dimension, "to"u8.ToArray(), 2, 20), new ValuesQuery(dimension, [], 3, 1000) })
            {
                var answer = await AskAsync(cluster, 0, reader => reader.ListValuesAsync(ValuesRequest.Of(values), [], Ended));
                Assert.Equal(await whole.ListAsync(values), Encoding.UTF8.GetString(answer.Body));
            }
        }
    }

    private static async Task CompareExportAsync(TestedCluster cluster, CatalogStore whole, Query query)
    {
        var expected = new StringBuilder();
        await foreach (var chunk in (await whole.ExportAsync(query, Ended)).Chunks)
            expected.Append(Encoding.UTF8.GetString(chunk.Span));
        var actual = new StringBuilder();
        var export = cluster.Grains.GetGrain<IExport>(Guid.NewGuid());
        Assert.NotNull(await export.OpenAsync(SearchRequest.Of(query), [], Ended));
        while (await export.NextAsync() is { } lines)
            actual.Append(Encoding.UTF8.GetString(lines));
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    /// <summary>As an API does: whoever could not answer is asked again.</summary>
    private static async Task<ReaderAnswer> AskAsync(TestedCluster cluster, int slot, Func<IReader, Task<ReaderAnswer>> ask) =>
        await TestedCluster.UntilAsync(() => ask(cluster.Grains.GetGrain<IReader>(slot % 8)), static answer => answer.Result == ReaderResult.Answered);
}
