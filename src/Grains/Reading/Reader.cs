using System.Buffers;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;
using Orleans.Concurrency;

namespace MovieGrains.Grains.Reading;

/// <summary>Answers from its silo's replica, and where that leaves years out, with the help of others. Keeps nothing: any number of them may be active on a silo.</summary>
[StatelessWorker]
[Reentrant]
public sealed class Reader(Replica replica, IYearSource years, PartitionedCatalog partitioned) : Grain, IReader
{
    private static readonly ReaderAnswer NotReady = new(ReaderResult.NotReady, [], 0, false, null, 0, 0);
    private static readonly ReaderAnswer Behind = NotReady with { Result = ReaderResult.Behind };

    /// <inheritdoc/>
    public Task<ReaderAnswer> SearchAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => AnswerAsync(
        atLeast, body => replica.Store.SearchAsync(query.ToQuery(), body, cancellationToken),
        () => partitioned.SearchAsync(query, atLeast, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ReaderAnswer> ListValuesAsync(ValuesRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => AnswerAsync(
        atLeast, body => replica.Store.ListValuesAsync(query.ToQuery(), body, cancellationToken),
        () => partitioned.ListValuesAsync(query, atLeast, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ReaderAnswer> SuggestAsync(SuggestRequest query, YearVersion[] atLeast, CancellationToken cancellationToken) => AnswerAsync(
        atLeast, body => replica.Store.SuggestAsync(query.ToQuery(), body, cancellationToken),
        () => partitioned.SuggestAsync(query, atLeast, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ReaderAnswer> GetMovieAsync(string id, YearVersion[] atLeast, CancellationToken cancellationToken) => AnswerAsync(
        atLeast,
        async body =>
        {
            var found = await replica.Store.GetMovieAsync(id, body, cancellationToken);
            return new AnswerSummary(found.Found ? 1 : 0, false, null, replica.Store.Status.Generation, found.EngineTime);
        },
        () => partitioned.GetMovieAsync(id, atLeast, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ReaderStatus> GetStatusAsync()
    {
        var status = replica.Store.Status;
        return Task.FromResult(new ReaderStatus(
            replica.Ready.IsCompleted, status.Generation, replica.Movies, status.Parts, status.Bytes, replica.Behind.Ticks, replica.IsPartial));
    }

    /// <inheritdoc/>
    public Task<YearVersion[]> GetVersionsAsync() => Task.FromResult(replica.Versions.ToArray());

    /// <inheritdoc/>
    public async Task<ChangesAnswer> GetChangesAsync(SeenVersion[] after, CancellationToken cancellationToken) => replica.Ready.IsCompleted
        ? await new ChangesSince(years, replica.Versions).GatherAsync(after, cancellationToken)
        : new ChangesAnswer(ReaderResult.NotReady, false, [], []);

    private async Task<ReaderAnswer> AnswerAsync(
        YearVersion[] atLeast, Func<IBufferWriter<byte>, ValueTask<AnswerSummary>> answerAsync, Func<Task<ReaderAnswer>> askAsync,
        CancellationToken cancellationToken)
    {
        if (!replica.Ready.IsCompleted)
            return NotReady;
        if (atLeast.Length > 0 && !await replica.HasAsync(atLeast, cancellationToken))
            return Behind;
        if (replica.IsPartial)
            return await askAsync();
        var body = new ArrayBufferWriter<byte>(16 << 10);
        var summary = await answerAsync(body);
        return new ReaderAnswer(
            ReaderResult.Answered, body.WrittenSpan.ToArray(), summary.Total, summary.HasMore, summary.Next, summary.Generation, summary.EngineTime.Ticks);
    }
}
