using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Api.Cluster;
using MovieGrains.Catalog.Changes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Tests;

public sealed class ClusterChangesTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    /// <summary>Longer than a question may take: before, whoever followed was cut off then.</summary>
    [Fact]
    public async Task ReadAsync_NoReaderAnswersForAWhile_GoesOnAfterIt()
    {
        var options = new ReaderOptions { Slots = 4, Deadline = TimeSpan.FromMilliseconds(50), Suspicion = TimeSpan.Zero };
        var busy = Task.Delay(4 * options.Deadline, Ended);
        var answer = new ChangesAnswer(ReaderResult.Answered, false, [new MovieChange(0, "1999-x", 2, "")], [new SeenVersion(1999, 1, 2)]);
        var readers = new Readers(
            _ => new FakeReader(() => busy.IsCompleted ? Task.FromResult(answer) : Task.FromException<ChangesAnswer>(new TimeoutException())),
            options, new LastStatus(), TimeProvider.System, NullLogger<Readers>.Instance);
        var changes = new ClusterChanges(readers, new LastStatus(), TimeProvider.System);

        var page = await changes.ReadAsync(VersionsText.Write([new SeenVersion(1999, 1, 1)]), Ended);

        Assert.Equal(FeedResult.Read, page.Result);
        Assert.Equal("1999-x", Assert.Single(page.Changes).Id);
    }

    private sealed class FakeReader(Func<Task<ChangesAnswer>> answer) : IReader
    {
        public Task<ChangesAnswer> GetChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => answer();

        public Task<ReaderAnswer> GetMovieAsync(string id, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderAnswer> SearchAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderAnswer> ListValuesAsync(ValuesRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderAnswer> SuggestAsync(SuggestRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReaderStatus> GetStatusAsync() => throw new NotSupportedException();

        public Task<YearVersion[]> GetVersionsAsync() => throw new NotSupportedException();
    }
}
