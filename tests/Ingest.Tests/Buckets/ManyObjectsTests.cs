using System.Globalization;
using System.Text;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Tests.Movies;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Buckets;

/// <summary>Buckets that no server of files can have: thousands of objects, any keys, whatever suppliers drop.</summary>
public sealed class ManyObjectsTests : IAsyncLifetime
{
    private readonly MemoryBucket _bucket = new();
    private FaultProxy _proxy = null!;

    public async ValueTask InitializeAsync() => _proxy = await FaultProxy.StartAsync(_bucket.AskAsync);

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Fact]
    public async Task PollAsync_ThreeThousandObjects_LoadsAllOverThreePagesOnce()
    {
        for (var i = 0; i < 3_000; i++)
            _bucket.Put($"{i}.json", IsEmpty(i) ? [] : Movie(i));
        await using var run = new BucketRun(_proxy.Endpoint);
        // A page that fails for good: nobody knows what else there is, so nothing is read and nothing is held to be gone.
        _proxy.Rules.Add(IsFurtherPage, Fault.Error(500, "InternalError"), times: 5);

        await Assert.ThrowsAsync<S3SourceException>(run.PollAsync);
        Assert.Empty(await run.MoviesAsync());
        await run.PollAsync();
        Assert.Equal(300, (await run.MoviesAsync()).Count);
        Assert.Equal(3_000, run.Entries.Count);
        Assert.All(run.Entries, AssertIsKnown);

        _proxy.Rules.Add(IsFurtherPage, Fault.Error(500, "InternalError"), times: 5);
        var reads = Reads();
        await Assert.ThrowsAsync<S3SourceException>(run.PollAsync);
        await run.PollAsync();
        Assert.All(run.Entries, AssertIsKnown);
        Assert.Equal(reads, Reads());
    }

    [Fact]
    public async Task PollAsync_AwkwardKeys_GiveWhatPlainOnesDo()
    {
        string[] keys =
        [
            "a b.json", "a+b.json", "a%20b.json", "a%2Fb.json", "ü/ñ.json", "u\u0308.json", "/../a.json", "/a.json", "//a.json", "../../a.json", "a/./b.json",
            "a&b=c?d#e.json", "\U0001F3AC.json", "'\"<>.json",
        ];
        for (var i = 0; i < keys.Length; i++)
            _bucket.Put(keys[i], Movie(i));
        await using var run = new BucketRun(_proxy.Endpoint);

        await run.PollAsync();

        Assert.Equal(keys.Order(StringComparer.Ordinal), run.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.All(run.Entries, static entry => Assert.Equal(FileState.Ingested, entry.State));
        Assert.Equal(keys.Length, run.Entries.Select(static entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(await PlainAsync(keys.Length), await run.MoviesAsync());
    }

    [Fact]
    public async Task PollAsync_PoisonAmongTheFiles_IsQuarantinedWithItsReasonAndStopsNoOther()
    {
        foreach (var (key, bytes) in MovieFiles.Make(5, 20))
            _bucket.Put(key, bytes);
        var expected = await BucketRun.UndisturbedAsync(_proxy.Endpoint);
        // Before, between and after the others.
        _bucket.Put("000-empty.json", []);
        _bucket.Put("001-text.json", "\n\nthis is no JSON"u8.ToArray());
        _bucket.Put("002-torn.json", """[{"title":"A","year":1999},{"title":"B","ye"""u8.ToArray());
        _bucket.Put("003-torn.json.gz", MovieFiles.Make(3, 20)[2].Bytes[..^9]);
        _bucket.Put("999-binary.ndjson", [.. Enumerable.Range(0, 256).Select(static i => (byte)i)]);
        _bucket.Put("999-deep.json", Encoding.UTF8.GetBytes(new string('[', 1_000_000)));
        await using var run = new BucketRun(_proxy.Endpoint);

        await run.PollAsync();

        Assert.Equal(expected, await run.MoviesAsync());
        var poison = run.Entries.Where(static entry => entry.State != FileState.Ingested).OrderBy(static entry => entry.Key, StringComparer.Ordinal).ToList();
        Assert.All(poison, static entry => Assert.Equal((FileState.Quarantined, 1), (entry.State, entry.Attempts)));
        Assert.Equal(
            ["000-empty.json 1", "001-text.json 3", "002-torn.json 1", "003-torn.json.gz 1", "999-binary.ndjson 1", "999-deep.json 1"],
            poison.Select(static entry => $"{entry.Key} {entry.Fault!.Line}"));

        // As long as it stays as it is, it is not read again; repaired, it is.
        var reads = Reads();
        run.WaitForRetries();
        await run.PollAsync();
        Assert.Equal(reads, Reads());
        _bucket.Put("002-torn.json", """[{"title":"A","year":1999},{"title":"B","year":1999}]"""u8.ToArray());
        await run.PollAsync();
        Assert.Equal(FileState.Ingested, run.Entry("002-torn.json").State);
        Assert.Equal(expected.Count + 2, (await run.MoviesAsync()).Count);
    }

    private static void AssertIsKnown(LedgerEntry entry) => Assert.Equal(
        (IsEmpty(int.Parse(entry.Key[..^5], CultureInfo.InvariantCulture)) ? FileState.Quarantined : FileState.Ingested, 1), (entry.State, entry.Attempts));

    /// <summary>Most are: they take their places on the pages, and no request each.</summary>
    private static bool IsEmpty(int number) => number % 10 != 0;

    private static async Task<IReadOnlyList<string>> PlainAsync(int movies)
    {
        var bucket = new MemoryBucket();
        for (var i = 0; i < movies; i++)
            bucket.Put($"{i}.json", Movie(i));
        await using var proxy = await FaultProxy.StartAsync(bucket.AskAsync);
        return await BucketRun.UndisturbedAsync(proxy.Endpoint);
    }

    private static byte[] Movie(int number) => Encoding.UTF8.GetBytes($$"""{"title":"Movie {{number}}","year":{{1900 + (number % 100)}},"cast":["Actor {{number % 7}}"]}""");

    private static bool IsFurtherPage(ProxyRequest request) => FaultRules.Listing(request) && request.Query.ContainsKey("continuation-token");

    private int Reads() => _proxy.Requests.Count(FaultRules.Reading);
}
