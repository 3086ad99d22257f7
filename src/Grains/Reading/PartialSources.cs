using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>One of those that answer a query together.</summary>
internal interface IPartialSource
{
    /// <summary>What it says to a query; see <see cref="CatalogView.Gather(Query, long, bool)"/>. The first call chooses the moment that all
    /// others are about.</summary>
    ValueTask<PartialAnswer> GatherAsync(Query query, long hits, bool withDocuments, CancellationToken cancellationToken);

    /// <summary>What it says to a question for values.</summary>
    ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken);

    /// <summary>What the merged answer shows of it.</summary>
    ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken);
}

/// <summary>What the silo holds itself.</summary>
internal sealed class LocalSource(CatalogView view) : IPartialSource
{
    public ValueTask<PartialAnswer> GatherAsync(Query query, long hits, bool withDocuments, CancellationToken cancellationToken) =>
        ValueTask.FromResult(view.Gather(query, hits, withDocuments));

    public ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(view.Gather(query));

    public ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(view.Detail(request));
}

/// <summary>Somebody else.</summary>
/// <param name="ask">Asks.</param>
/// <param name="atLeast">What the first answer must have seen.</param>
internal sealed class RemoteSource(Func<PartialQuestion, CancellationToken, Task<PartialReply>> ask, YearVersion[] atLeast) : IPartialSource
{
    private long generation, instance;

    public async ValueTask<PartialAnswer> GatherAsync(Query query, long hits, bool withDocuments, CancellationToken cancellationToken) =>
        PartialAnswer.Read(await AskAsync(
            new PartialQuestion { Kind = PartialKind.Gather, Search = SearchRequest.Of(query), Hits = hits, WithDocuments = withDocuments },
            cancellationToken));

    public async ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken) => PartialAnswer.Read(
        await AskAsync(new PartialQuestion { Kind = PartialKind.Values, Values = ValuesRequest.Of(query) }, cancellationToken));

    public async ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken) => PartialDetails.Read(
        await AskAsync(
            new PartialQuestion { Kind = PartialKind.Detail, Search = SearchRequest.Of(request.Query), Ids = request.Ids, Terms = request.Terms },
            cancellationToken));

    private async Task<byte[]> AskAsync(PartialQuestion question, CancellationToken cancellationToken)
    {
        var reply = await ask(question with { Generation = generation, Instance = instance, AtLeast = generation == 0 ? atLeast : [] }, cancellationToken);
        if (reply.Result != PartialResult.Answered)
            throw new NotAnsweredException(reply.Result);
        (generation, instance) = (reply.Generation, reply.Instance);
        return reply.Body;
    }
}

/// <summary>Somebody who was asked could not answer.</summary>
internal sealed class NotAnsweredException(PartialResult result) : Exception($"A part of the catalogue could not be asked: {result}.")
{
    public PartialResult Result { get; } = result;
}
