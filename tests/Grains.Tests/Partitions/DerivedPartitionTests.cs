using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Tests.Reading;

namespace MovieGrains.Grains.Tests.Partitions;

/// <summary>A derived partition is a function of the years: whatever fails on the way, it comes to be what one built anew would be.</summary>
public sealed class DerivedPartitionTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeYears years = new();
    private readonly CatalogStore whole = new(TimeProvider.System, compactInBackground: false);

    [Fact]
    public async Task Run_FailsAtEachStepOfAPull_IsThatBuiltAnew()
    {
        var dice = new Dice(3);
        var records = new RecordSource(dice, 12, 3);
        for (var step = 0; step < 40; step++)
        {
            await FeedAsync([.. records.Files(2, 8)]);
            var key = Key(dice);
            await using var partition = Started(key);
            await ReadyAsync(partition.Partition);
            // The one that was there is overtaken by commits, fails at some step, and goes on; the next begins in the middle of that.
            years.FailuresAfter(step % 12, dice.Between(1, 3));
            var versions = await FeedAsync([.. records.Files(2, 8)]);
            if (dice.Chance(0.3))
                years.ForgetCommits(versions[0].Year);
            await using var anew = Started(key);
            await ReadyAsync(anew.Partition);
            await SeesAsync(partition.Partition, versions);
            await SeesAsync(anew.Partition, versions);
            Assert.Equal(await DocumentsAsync(key), await partition.Partition.Replica!.Store.DocumentsAsync());
            Assert.Equal(await DocumentsAsync(key), await anew.Partition.Replica!.Store.DocumentsAsync());
        }
    }

    [Fact]
    public async Task Ask_QueryThatItCovers_GivesTheBytesOfTheWhole()
    {
        var dice = new Dice(4);
        await FeedAsync([.. new RecordSource(dice).Files(20, 30)]);
        var queries = new QuerySource(dice, new NaiveCatalog(await whole.DocumentsAsync()), facets: 0.5);
        foreach (var genre in NastyWords.Genres.Select(g => Folding.Fold(g)).Where(g => g.Length > 0).Take(6))
        {
            var filter = new TextFilter(TextField.Genre, [genre]);
            await using var partition = Started(new PartitionKey(Encoding.UTF8.GetString(genre), 0, 0, 0));
            await ReadyAsync(partition.Partition);
            for (var i = 0; i < 60; i++)
            {
                var query = queries.Next();
                query = query with { Texts = [filter, .. query.Texts.Where(t => t.Field != TextField.Cast)] };
                if (QueryPlan.PartitionOf(query) is null)
                    continue;
                Assert.Equal(await whole.AskAsync(query), await AskAsync(partition.Partition, query));
            }
        }
    }

    [Fact]
    public async Task Ask_MoreMoviesThanTheBound_SaysIntoHowManySharesAndTheseAreTheWhole()
    {
        await FeedAsync([SourceFile.At(1, [.. Enumerable.Range(0, 90).Select(i => $$"""{"title":"M{{i}}","year":{{1950 + (i % 7)}},"genres":["Drama"]}""")])]);
        var key = new PartitionKey("drama", 0, 0, 0);
        await using var root = Started(key, splitAbove: 30);
        await UntilAsync(() => Task.FromResult(root.Partition.Split > 0));
        var reply = await root.Partition.AskAsync(Question(new Query()), CancellationToken.None);
        Assert.Equal((PartialResult.Split, 2), (reply.Result, reply.Split));

        var documents = new List<string>();
        for (var share = 0; share < 4; share++)
        {
            await using var part = Started(key.ShareOf(2, share), splitAbove: 30);
            await ReadyAsync(part.Partition);
            Assert.InRange(part.Partition.Replica!.Store.Status.Movies, 5, 45);
            documents.AddRange(await part.Partition.Replica.Store.DocumentsAsync());
        }
        Assert.Equal(await whole.DocumentsAsync(), documents.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ask_BoundIsExceededLater_SplitsAndLetsGo()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999,"genres":["Drama"]}""")]);
        await using var root = Started(new PartitionKey("drama", 0, 0, 0), splitAbove: 3);
        await ReadyAsync(root.Partition);
        await FeedAsync([SourceFile.At(2, [.. Enumerable.Range(0, 4).Select(i => $$"""{"title":"M{{i}}","year":1999,"genres":["Drama"]}""")])]);
        await UntilAsync(() => Task.FromResult(root.Partition is { Split: 1, Replica: null }));
    }

    [Fact]
    public async Task Ask_NoRoom_HoldsNothingUntilThereIs()
    {
        await FeedAsync([SourceFile.At(1, [.. Enumerable.Range(0, 30).Select(i => $$"""{"title":"M{{i}}","year":{{1950 + (i % 7)}},"genres":["Drama"]}""")])]);
        long room = 50_000, asked = 0;
        await using var partition = new Running(new DerivedPartition(
            years, new PartitionKey("drama", 0, 0, 0),
            new DerivedOptions
            {
                SplitAbove = 100, Interval = TimeSpan.FromMilliseconds(2), Measure = TimeSpan.FromMilliseconds(2),
                HasRoomFor = bytes =>
                {
                    Interlocked.Increment(ref asked);
                    return bytes <= Interlocked.Read(ref room);
                },
            },
            1, TimeProvider.System, NullLogger<Replica>.Instance));
        await UntilAsync(() => Task.FromResult(Interlocked.Read(ref asked) > 3));
        Assert.Equal(PartialResult.NotReady, (await partition.Partition.AskAsync(Question(new Query()), CancellationToken.None)).Result);
        Interlocked.Exchange(ref room, 100_000);
        Assert.Equal(await whole.AskAsync(new Query()), await AskAsync(partition.Partition, new Query()));
        // Something else takes more than there is.
        Interlocked.Exchange(ref room, -1);
        await UntilAsync(() => Task.FromResult(partition.Partition.Replica is null));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 0, 0)]
    [InlineData(101, 0, 1)]
    [InlineData(401, 0, 3)]
    [InlineData(190, 2, 2)]
    [InlineData(150, 2, 1)]
    [InlineData(100, 1, 1)]
    [InlineData(75, 1, 0)]
    [InlineData(long.MaxValue, 0, PartitionFilter.MostSplit)]
    public void SplitOf_Movies_GoesUpAtTheBoundAndDownLater(long movies, int now, int expected) =>
        Assert.Equal(expected, DerivedPartition.SplitOf(movies, 100, now));

    [Fact]
    public async Task Ask_GenerationOfAnotherInstance_IsGone()
    {
        await FeedAsync([SourceFile.At(1, """{"title":"A","year":1999,"genres":["Drama"]}""")]);
        var key = new PartitionKey("drama", 0, 0, 0);
        await using var first = Started(key, instance: 1);
        await using var second = Started(key, instance: 2);
        await ReadyAsync(first.Partition);
        await ReadyAsync(second.Partition);
        var question = Question(new Query()) with { Kind = PartialKind.Gather, Hits = 1 };
        var reply = await first.Partition.AskAsync(question, CancellationToken.None);
        question = question with { Generation = reply.Generation, Instance = reply.Instance };
        Assert.Equal(PartialResult.Answered, (await first.Partition.AskAsync(question, CancellationToken.None)).Result);
        Assert.Equal(PartialResult.Gone, (await second.Partition.AskAsync(question, CancellationToken.None)).Result);
    }

    [Theory]
    [InlineData("genre/drama")]
    [InlineData("genre.2.3/film noir/odd.name")]
    [InlineData("actor/17")]
    [InlineData("actor.10.1023/255")]
    public void Parse_Text_IsTheSameAgain(string text) => Assert.Equal(text, PartitionKey.Parse(text).ToString());

    public ValueTask DisposeAsync() => whole.DisposeAsync();

    private static PartitionKey Key(Dice dice)
    {
        var genre = Encoding.UTF8.GetString(Folding.Fold(dice.Pick(NastyWords.Genres)));
        var key = dice.Chance(0.5) && genre.Length > 0
            ? new PartitionKey(genre, 0, 0, 0)
            : new PartitionKey(null, PartitionFilter.BucketOf(Folding.Fold(dice.Pick(NastyWords.Names))), 0, 0);
        return dice.Chance(0.5) ? key : key.ShareOf(1, dice.Below(2));
    }

    /// <summary>The partition's movies, taken from the whole at once.</summary>
    private async Task<List<string>> DocumentsAsync(PartitionKey key)
    {
        var items = new Catalog.Durability.ItemRun();
        new PartitionItems(whole.View, key.ToFilter()).WriteRun(items, 0, 0);
        await using var partition = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var replay = partition.BeginReplay();
        replay.ReadRun(items.Written);
        await replay.CommitAsync(CancellationToken.None);
        return await partition.DocumentsAsync();
    }

    private async Task<YearVersion[]> FeedAsync(SourceFile[] files)
    {
        await whole.LoadAsync(files);
        return await years.FeedAsync(files);
    }

    private Running Started(PartitionKey key, long splitAbove = 1_000_000, long instance = 1) => new(new DerivedPartition(
        years, key,
        new DerivedOptions { SplitAbove = splitAbove, Interval = TimeSpan.FromMilliseconds(2), Measure = TimeSpan.FromMilliseconds(2) },
        instance, TimeProvider.System, NullLogger<Replica>.Instance));

    private static Task ReadyAsync(DerivedPartition partition) => UntilAsync(() => Task.FromResult(partition.Replica?.Ready.IsCompleted == true));

    private static Task SeesAsync(DerivedPartition partition, YearVersion[] versions) => UntilAsync(async () =>
        (await partition.AskAsync(Question(new Query()) with { AtLeast = versions }, CancellationToken.None)).Result == PartialResult.Answered);

    private static PartialQuestion Question(Query query) => new() { Kind = PartialKind.Answer, Search = SearchRequest.Of(query) };

    private static async Task<string> AskAsync(DerivedPartition partition, Query query)
    {
        PartialReply reply = null!;
        await UntilAsync(async () => (reply = await partition.AskAsync(Question(query), CancellationToken.None)).Result == PartialResult.Answered);
        return Encoding.UTF8.GetString(reply.Body);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource end = new();
        private readonly Task running;

        public Running(DerivedPartition partition)
        {
            Partition = partition;
            running = partition.RunAsync(end.Token);
        }

        public DerivedPartition Partition { get; }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            await running;
            await Partition.DisposeAsync();
            end.Dispose();
        }
    }
}
