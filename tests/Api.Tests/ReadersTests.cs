using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Api.Cluster;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Tests;

public sealed class ReadersTests
{
    private static readonly ReaderAnswer Good = new(ReaderResult.Answered, [1], 1, false, null, 1, 1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTime time = new();
    private readonly List<Call> calls = [];
    private readonly ReaderOptions options = new() { Slots = 8 };

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_ReaderAnswers_NobodyElseIsAsked()
    {
        var answer = AskAsync(Make());
        calls[0].Answer(Good);
        Assert.Same(Good, await answer);
        Assert.Single(calls);
    }

    [Fact]
    public async Task AskAsync_ReaderOfAReleaseBeforeCant_AnotherIsAsked()
    {
        var answer = AskAsync(Make());
        calls[0].Answer(Good with { Result = ReaderResult.Incapable });
        while (calls.Count < 2)
            await Task.Yield();
        Assert.NotEqual(calls[0].Key, calls[1].Key);
        calls[1].Answer(Good);
        Assert.Same(Good, await answer);
    }

    [Fact]
    public async Task AskAsync_ReaderDoesNotAnswer_AnotherIsAskedBesideAndTheFirstIsLeftOut()
    {
        var readers = Make();
        var answer = AskAsync(readers);
        await PassAsync(calls: 2);
        Assert.NotEqual(calls[0].Key, calls[1].Key);
        calls[1].Answer(Good);
        Assert.Same(Good, await answer);
        Assert.True(calls[0].Token.IsCancellationRequested);

        for (var i = 0; i < 8; i++)
        {
            var next = AskAsync(readers);
            calls[^1].Answer(Good);
            await next;
            Assert.NotEqual(calls[0].Key, calls[^1].Key);
        }
    }

    [Fact]
    public async Task AskAsync_FirstIsOnlySlow_ItsAnswerCounts()
    {
        var answer = AskAsync(Make());
        await PassAsync(calls: 2);
        calls[0].Answer(Good);
        Assert.Same(Good, await answer);
        Assert.True(calls[1].Token.IsCancellationRequested);
    }

    [Fact]
    public async Task AskAsync_NobodyAnswers_AFewAreAskedAndThenItIsUnavailable()
    {
        var answer = AskAsync(Make());
        foreach (var (wait, calls) in new[] { (75, 2), (250, 3), (500, 4), (1000, 5) })
            await PassAsync(calls, wait);
        await time.SetAsync(TimeSpan.FromMilliseconds(3000 - 1825)).WaitAsync(Patience, Ended);
        time.Advance(TimeSpan.FromMilliseconds(3000 - 1825));
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => answer);
        Assert.Equal(5, calls.Count);
        Assert.All(calls, call => Assert.True(call.Token.IsCancellationRequested));
    }

    [Fact]
    public async Task AskAsync_NoSpares_AnotherIsAskedLater()
    {
        options.BesideMost = 0;
        var answer = AskAsync(Make());
        await PassAsync(calls: 1);
        await PassAsync(calls: 2, wait: 175);
        calls[1].Answer(Good);
        Assert.Same(Good, await answer);
    }

    [Fact]
    public async Task AskAsync_ReaderFails_AnotherIsAskedAtOnce()
    {
        var answer = AskAsync(Make());
        calls[0].Fail();
        while (calls.Count < 2)
            await Task.Yield();
        calls[1].Answer(Good);
        Assert.Same(Good, await answer);
    }

    [Fact]
    public void TryTake_MoreThanTheShare_IsNot()
    {
        var spares = new Spares(new ReaderOptions { BesideMost = 20, BesideShare = 0.1 });
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => spares.TryTake()));
        for (var i = 0; i < 10; i++)
            spares.Earn();
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => spares.TryTake()));
        for (var i = 0; i < 10_000; i++)
            spares.Earn();
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => spares.TryTake()));
    }

    private Readers Make() => new(key => new FakeReader(key, calls), options, new LastStatus(), time, NullLogger<Readers>.Instance);

    private static Task<ReaderAnswer> AskAsync(Readers readers) =>
        readers.AskAsync(static (reader, limit) => reader.GetMovieAsync("", [], limit), Ended).AsTask();

    /// <summary>Passes the time for which is waited, and waits until so many have been asked.</summary>
    private async Task PassAsync(int calls, int wait = 75)
    {
        await time.SetAsync(TimeSpan.FromMilliseconds(wait)).WaitAsync(Patience, Ended);
        time.Advance(TimeSpan.FromMilliseconds(wait));
        while (this.calls.Count < calls)
            await Task.Yield();
    }

    private sealed class Call(long key, CancellationToken token)
    {
        private readonly TaskCompletionSource<ReaderAnswer> source = new();

        public long Key => key;

        public CancellationToken Token => token;

        public Task<ReaderAnswer> Task => source.Task;

        public void Answer(ReaderAnswer answer) => source.SetResult(answer);

        public void Fail() => source.SetException(new TimeoutException());
    }

    private sealed class FakeReader(long key, List<Call> calls) : IReader
    {
        public Task<ReaderAnswer> GetMovieAsync(string id, YearVersion[] atLeast, CancellationToken cancellationToken)
        {
            var call = new Call(key, cancellationToken);
            calls.Add(call);
            return call.Task;
        }

        public Task<ReaderAnswer> SearchAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderAnswer> ListValuesAsync(ValuesRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderAnswer> SuggestAsync(SuggestRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderStatus> GetStatusAsync() => throw new NotSupportedException();

        public Task<YearVersion[]> GetVersionsAsync() => throw new NotSupportedException();

        public Task<ChangesAnswer> GetChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
