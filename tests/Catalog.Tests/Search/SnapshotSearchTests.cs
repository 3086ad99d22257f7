using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>Answers that random queries seldom or never ask for.</summary>
public sealed class SnapshotSearchTests
{
    private static readonly SourceFile[] Files =
    [
        SourceFile.At(1, """{"title":"One","year":1999,"cast":["A"],"genres":["Drama","drama"]}"""),
        SourceFile.At(2, """{"title":"Two","year":2000,"cast":["A","B"],"genres":["drama"]}"""),
    ];

    [Fact]
    public async Task SearchAsync_EmptyCatalogue_HasNothing()
    {
        await using var store = await Asking.LoadedAsync();
        Assert.Equal("""{"items":[],"total":0,"page":1,"page_size":20,"has_more":false}""", await store.AskAsync(new Query()));
        Assert.Equal(
            """{"items":[],"total":0,"page":3,"page_size":20,"has_more":false,"facets":{"cast":[],"year":[]}}""",
            await store.AskAsync(new Query
            {
                Page = 3,
                Facets = [new FacetRequest(FacetDimension.Cast, true), new FacetRequest(FacetDimension.Year, false)],
            }));
        Assert.Null(await store.GetAsync("1999-000000000000"));
    }

    [Fact]
    public async Task SearchAsync_TwoMovies_IsTheEnvelopeOfTheContract()
    {
        await using var store = await Asking.LoadedAsync(Files);
        var (body, summary) = await store.AskFullyAsync(new Query { PageSize = 1, Facets = [new FacetRequest(FacetDimension.Genre, false)] });
        Assert.Equal(
            "{\"items\":[{\"id\":\"2000-30nbnrsneqmd\",\"title\":\"Two\",\"year\":2000,\"cast\":[\"A\",\"B\"],\"genres\":[\"drama\"]}],"
                + "\"total\":2,\"page\":1,\"page_size\":1,\"has_more\":true,"
                + $"\"next\":\"{summary.Next}\",\"facets\":{{\"genre\":[{{\"value\":\"Drama\",\"count\":2}}]}}}}",
            body);
        Assert.Equal(2, summary.Total);
        Assert.True(summary.HasMore);
    }

    [Theory]
    [InlineData(long.MaxValue, 200)]
    [InlineData((long.MaxValue / 200) + 2, 200)]
    [InlineData((long.MaxValue / 20) + 2, 20)]
    [InlineData(long.MaxValue - 1, 2)]
    [InlineData(int.MaxValue, 200)]
    public async Task SearchAsync_PageFarBeyondTheLast_HasNoItems(long page, int pageSize)
    {
        foreach (var batches in new SourceFile[][][] { [Files], [[Files[0]], [Files[1]]] })
        {
            await using var store = await Asking.LoadedAsync(batches);
            Assert.Equal(
                $$"""{"items":[],"total":2,"page":{{page}},"page_size":{{pageSize}},"has_more":false}""",
                await store.AskAsync(new Query { Page = page, PageSize = pageSize }));
        }
    }

    [Theory]
    [InlineData(ValuesDimension.Genre, 1)]
    [InlineData(ValuesDimension.Year, 2)]
    [InlineData(ValuesDimension.Actor, 2)]
    public async Task ListValuesAsync_PageFarBeyondTheLast_HasNoItems(ValuesDimension dimension, int total)
    {
        await using var store = await Asking.LoadedAsync(Files);
        foreach (var page in new[] { 2, int.MaxValue, (long.MaxValue / 1000) + 2, long.MaxValue })
        {
            Assert.Equal(
                $$"""{"items":[],"total":{{total}},"page":{{page}},"page_size":1000,"has_more":false}""",
                await store.ListAsync(new ValuesQuery(dimension, [], page, 1000)));
        }
    }

    [Fact]
    public async Task SearchAsync_AfterOnesThatFailedMidway_CountsAsBefore()
    {
        await using var store = await Asking.LoadedAsync(Files);
        var query = new Query { Facets = [.. Enum.GetValues<FacetDimension>().Select(d => new FacetRequest(d, false))] };
        var before = await store.AskAsync(query);
        for (var room = 0; room < before.Length; room++)
        {
            await Assert.ThrowsAsync<IOException>(async () => await store.SearchAsync(query, new FullBuffer(room), CancellationToken.None));
            Assert.Equal(before, await store.AskAsync(query));
        }
    }

    [Fact]
    public async Task SearchAsync_WithoutCursor_AllocatesNothing()
    {
        await using var store = await Asking.LoadedAsync(new LargeRecords(new Dice(3)).Next(3_000).Chunk(2_900).Select((r, i) => new[] { SourceFile.At(i, r) }));
        Query[] queries =
        [
            Filtered(TextField.Title, "e"),
            new Query { Texts = [Text(TextField.Title, "the"), Text(TextField.Actor, "a"), Text(TextField.Genre, "drama")] },
            Filtered(TextField.Title, "the b"),
            Filtered(TextField.Title, "a the of b"),
            Filtered(TextField.Actor, "a b"),
            Filtered(TextField.Actor, "ar"),
            Filtered(TextField.Genre, "drama"),
            Filtered(TextField.Name, "the"),
            new Query { Years = [new YearFilter([new YearRange(1990, 1999), new YearRange(2005, 2005)])] },
            new Query { Sort = Sorts.All[3] },
        ];
        var body = new ArrayBufferWriter<byte>(1 << 20);
        foreach (var filtered in queries)
        {
            var total = (await store.AskFullyAsync(filtered)).Summary.Total;
            var query = filtered with { PageSize = Query.MaxPageSize, Page = Math.Max(1, (total + Query.MaxPageSize - 1) / Query.MaxPageSize) };
            var allocated = long.MaxValue;
            for (var run = 0; run < 50; run++)
            {
                body.ResetWrittenCount();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var task = store.SearchAsync(query, body, CancellationToken.None);
                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
                Assert.True(task.IsCompletedSuccessfully);
            }
            Assert.True(allocated == 0, $"{allocated} bytes: {Agreement.Describe(query)}");
        }
    }

    private static Query Filtered(TextField field, string folded) => new() { Texts = [Text(field, folded)] };

    private static TextFilter Text(TextField field, string folded) => new(field, [Encoding.UTF8.GetBytes(folded)]);

    /// <summary>Fails once it has taken so many bytes.</summary>
    private sealed class FullBuffer(int room) : IBufferWriter<byte>
    {
        private int taken;

        public void Advance(int count) => taken += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => Next(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => Next(sizeHint);

        private byte[] Next(int sizeHint) => taken >= room ? throw new IOException() : new byte[Math.Max(sizeHint, 4096)];
    }
}
