using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Sources.S3;
using MovieGrains.Tests.Movies;
using MovieGrains.Tests.S3;

namespace MovieGrains.Ingest.Tests.Buckets;

/// <summary>What becomes of the catalogue when the line to a real S3 server is bad: nothing, or what the ledger says.</summary>
public sealed class BadLineTests(S3Fixture fixture) : IClassFixture<S3Fixture>, IAsyncLifetime
{
    private const string Prefix = "bad-line/";
    private const string Victim = Prefix + "002.json.gz";
    private const string Unread = "The object could not be read: ";

    private static readonly IReadOnlyList<(string Key, byte[] Bytes)> Files = MovieFiles.Make(6, 60);

    private static readonly int VictimBytes = Files.Single(static file => Victim.EndsWith(file.Key, StringComparison.Ordinal)).Bytes.Length;

    // What an undisturbed run over these files has, in the order in which they are put: found once, for all tests.
    private static readonly Lazy<Task<IReadOnlyList<string>>> Undisturbed = new(static () => UndisturbedAsync(Files));
    private static readonly Lazy<Task<IReadOnlyList<string>>> WithoutVictim = new(
        static () => UndisturbedAsync(Files.Where(static file => !Victim.EndsWith(file.Key, StringComparison.Ordinal))));

    private FaultProxy _proxy = null!;

    public static TheoryData<string, bool> PassingFaults { get; } = Cases(
        [.. Enumerable.Range(0, 10).Select(static tenth => $"torn at {tenth}0 %"), "reset at 00 %", "reset at 50 %", "reset at 90 %",
            "hangs at once", "hangs in the middle", "500", "503"]);

    public static TheoryData<string, bool> FinalFaults { get; } = Cases(["torn at 00 %", "reset at 00 %", "hangs at once", "500", "503", "403", "other tag", "flipped", "shorter"]);

    public async ValueTask InitializeAsync()
    {
        foreach (var (key, bytes) in Files)
            await fixture.Server.PutAsync(Prefix + key, bytes);
        _proxy = await FaultProxy.StartAsync(fixture.Server.Endpoint);
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    /// <summary>What passes within a poll leaves no trace.</summary>
    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task PollAsync_FaultThatPasses_GivesTheUndisturbedCatalogue(string fault, bool isSpooled)
    {
        var expected = await Undisturbed.Value;
        _proxy.Rules.Add(IsOfVictim, FaultOf(fault));
        await using var run = Run(isSpooled, fault);

        await run.PollAsync();

        Assert.NotEmpty(expected);
        Assert.Equal(expected, await run.MoviesAsync());
        Assert.All(run.Entries, static entry => Assert.Equal((FileState.Ingested, 1), (entry.State, entry.Attempts)));
    }

    /// <summary>What does not is told by the ledger, keeps no other file back, and is made good as soon as it has passed.</summary>
    [Theory]
    [MemberData(nameof(FinalFaults))]
    public async Task PollAsync_FaultThatStays_FailsThatFileAloneAndIsMadeGood(string fault, bool isSpooled)
    {
        var expected = await Undisturbed.Value;
        _proxy.Rules.Add(IsOfVictim, FaultOf(fault), times: int.MaxValue);
        await using var run = Run(isSpooled, fault);

        await run.PollAsync();

        Assert.Equal(await WithoutVictim.Value, await run.MoviesAsync());
        var failed = Assert.Single(run.Entries, static entry => entry.State != FileState.Ingested);
        Assert.Equal((Victim, FileState.FailedWillRetry, 1), (failed.Key, failed.State, failed.Attempts));
        Assert.StartsWith(ReasonOf(fault), failed.Fault!.Reason, StringComparison.Ordinal);

        _proxy.Rules.Clear();
        await run.PollAsync();

        Assert.Equal(expected, await run.MoviesAsync());
        Assert.Equal((FileState.Ingested, 2), (run.Entry(Victim).State, run.Entry(Victim).Attempts));
    }

    [Fact]
    public async Task PollAsync_FaultThatStaysForLong_IsTriedMoreAndMoreRarely()
    {
        _proxy.Rules.Add(IsOfVictim, Fault.Error(500, "InternalError"), times: int.MaxValue);
        await using var run = Run(isSpooled: false);
        var attempts = 0;
        while (attempts < 12)
        {
            await run.PollAsync();
            var entry = run.Entry(Victim);
            Assert.Equal((FileState.FailedWillRetry, ++attempts), (entry.State, entry.Attempts));
            var wait = entry.NextAttempt!.Value - run.Now;
            Assert.InRange(wait, TimeSpan.Zero, attempts == 1 ? TimeSpan.Zero : Bound(attempts));
            if (wait > TimeSpan.Zero)
            {
                run.Advance(wait - TimeSpan.FromTicks(1));
                var before = Reads();
                await run.PollAsync();
                Assert.Equal((attempts, before), (run.Entry(Victim).Attempts, Reads()));
            }
            run.Advance(TimeSpan.FromTicks(1));
        }
        Assert.Single(run.Log.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task PollAsync_ReplacedBetweenListAndGet_FailsItAndThenReadsTheNew()
    {
        await using var run = Run(isSpooled: false);
        _proxy.Rules.Add(IsOfVictim, Fault.Meanwhile(() => fixture.Server.PutAsync(Victim, Files[^1].Bytes)));

        await run.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, "The object was replaced since it was listed."), (run.Entry(Victim).State, run.Entry(Victim).Fault!.Reason));
        Assert.Equal(await WithoutVictim.Value, await run.MoviesAsync());
        await run.PollAsync();
        Assert.Equal(await BucketRun.UndisturbedAsync(fixture.Server.Endpoint, Prefix), await run.MoviesAsync());
        Assert.Equal((FileState.Ingested, 1), (run.Entry(Victim).State, run.Entry(Victim).Attempts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PollAsync_ReplacedWhileRead_FailsItAndThenReadsTheNew(bool isSpooled)
    {
        await using var run = Run(isSpooled);
        _proxy.Rules.Add(IsOfVictim, Fault.TruncateAfter(VictimBytes / 2));
        _proxy.Rules.Add(IsOfVictim, Fault.Meanwhile(() => fixture.Server.PutAsync(Victim, Files[^1].Bytes)));

        await run.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, "The object was replaced since it was listed."), (run.Entry(Victim).State, run.Entry(Victim).Fault!.Reason));
        Assert.Equal(await WithoutVictim.Value, await run.MoviesAsync());
        await run.PollAsync();
        Assert.Equal(await BucketRun.UndisturbedAsync(fixture.Server.Endpoint, Prefix), await run.MoviesAsync());
    }

    /// <summary>A bucket's stream promises its version: what was read to its end is what was listed, and nobody asks again.</summary>
    [Fact]
    public async Task PollAsync_ReplacedOnceItIsRead_TakesWhatItReadAndThenTheNew()
    {
        await using var run = Run(isSpooled: false);

        await run.PollAsync();

        Assert.DoesNotContain(_proxy.Requests, static request => FaultRules.Listing(request) && request.Query["prefix"] == Victim);
        var read = run.Entry(Victim);
        Assert.Equal(FileState.Ingested, read.State);
        await fixture.Server.PutAsync(Victim, Files[^1].Bytes);
        await run.PollAsync();
        Assert.Equal(FileState.Ingested, run.Entry(Victim).State);
        Assert.NotEqual(read.Version, run.Entry(Victim).Version);
    }

    [Fact]
    public async Task PollAsync_GoneBetweenListAndGet_FailsItAndThenKnowsItGone()
    {
        await using var run = Run(isSpooled: false);
        _proxy.Rules.Add(IsOfVictim, Fault.Meanwhile(() => fixture.Server.DeleteAsync(Victim)));

        await run.PollAsync();

        Assert.Equal((FileState.FailedWillRetry, "The object was removed since it was listed."), (run.Entry(Victim).State, run.Entry(Victim).Fault!.Reason));
        await run.PollAsync();
        Assert.Equal(FileState.Gone, run.Entry(Victim).State);
        Assert.Equal(await BucketRun.UndisturbedAsync(fixture.Server.Endpoint, Prefix), await run.MoviesAsync());
    }

    private static TheoryData<string, bool> Cases(string[] faults) =>
        [.. faults.SelectMany(static fault => new TheoryDataRow<string, bool>[] { new(fault, false), new(fault, true) })];

    private static bool IsOfVictim(ProxyRequest request) => FaultRules.Reading(request) && request.Path.EndsWith(Victim, StringComparison.Ordinal);

    private static Fault FaultOf(string fault) => fault switch
    {
        "hangs at once" => Fault.HangAfter(0),
        "hangs in the middle" => Fault.HangAfter(VictimBytes / 2),
        "500" => Fault.Error(500, "InternalError"),
        "503" => Fault.Error(503, "SlowDown"),
        "403" => Fault.Error(403, "AccessDenied"),
        "other tag" => Fault.Header("ETag", "\"00112233445566778899aabbccddeeff\""),
        "flipped" => Fault.FlipByte(VictimBytes / 2),
        "shorter" => Fault.Body(static body => body[..^1]),
        _ when fault.StartsWith("torn at ", StringComparison.Ordinal) => Fault.TruncateAfter(VictimBytes * (fault[8] - '0') / 10),
        _ => Fault.ResetAfter(VictimBytes * (fault[9] - '0') / 10),
    };

    private static string ReasonOf(string fault) => fault switch
    {
        "hangs at once" => Unread + "the server sent nothing for 0.5 s.",
        "500" => Unread + "the server answered 500 InternalError.",
        "503" => Unread + "the server answered 503 SlowDown.",
        "403" => Unread + "access is denied; needed is s3:GetObject on the object.",
        "other tag" or "shorter" => "The object was replaced since it was listed.",
        "flipped" => "What was read is not what the server has a checksum of; it was damaged on its way, or where it is stored.",
        // How it broke off, the system says in its own words.
        _ => Unread + "the server broke off: ",
    };

    private static TimeSpan Bound(int attempts)
    {
        var doubled = TimeSpan.FromSeconds(5) * Math.Pow(2, attempts - 2);
        return doubled < Backoff.LongestRetry ? doubled : Backoff.LongestRetry;
    }

    private static async Task<IReadOnlyList<string>> UndisturbedAsync(IEnumerable<(string Key, byte[] Bytes)> files)
    {
        var bucket = new MemoryBucket();
        foreach (var (key, bytes) in files)
            bucket.Put(Prefix + key, bytes);
        await using var proxy = await FaultProxy.StartAsync(bucket.AskAsync);
        return await BucketRun.UndisturbedAsync(proxy.Endpoint, Prefix);
    }

    private int Reads() => _proxy.Requests.Count(IsOfVictim);

    /// <remarks>
    /// A spooled file is read to its end before any of it is applied, and then in slices. Only who hangs is left so soon: a busy
    /// machine may take its time for everything else.
    /// </remarks>
    private BucketRun Run(bool isSpooled, string fault = "") => new(
        _proxy.Endpoint,
        Prefix,
        isSpooled ? new IngestOptions { SpoolBytes = 1, SliceBytes = 2_000, BlockBytes = 4096, SpoolFolder = Path.Combine(AppContext.BaseDirectory, "spool-of-tests") } : null,
        options => fault.StartsWith("hangs", StringComparison.Ordinal) ? options with { ReadTimeout = TimeSpan.FromSeconds(0.5), Attempts = 4 } : options);
}
