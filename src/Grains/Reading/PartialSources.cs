using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>One of those that answer a query together.</summary>
internal interface IPartialSource
{
    /// <summary>What it says of the words of a query's search. The first call, whichever it is, chooses the moment that all others are about.</summary>
    /// <param name="query">The query.</param>
    /// <param name="forgiveness">From which forgiveness to which.</param>
    /// <param name="withDocuments">Whether hits are going to be wanted with their documents, over a longer time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<PartialWords> FindWordsAsync(Query query, (int Least, int Most) forgiveness, bool withDocuments, CancellationToken cancellationToken);

    /// <summary>What it says to a query; see <see cref="CatalogView.Gather(Query, TextBasis, long, bool)"/>.</summary>
    ValueTask<PartialAnswer> GatherAsync(Query query, TextBasis? basis, long hits, bool withDocuments, CancellationToken cancellationToken);

    /// <summary>What it says to a question for what may have been meant.</summary>
    ValueTask<PartialNearest> FindNearestAsync(Query query, NearestQuestion question, CancellationToken cancellationToken);

    /// <summary>What it suggests.</summary>
    ValueTask<PartialSuggestions> SuggestAsync(SuggestQuery query, int mostNames, CancellationToken cancellationToken);

    /// <summary>What it has of some cast names.</summary>
    ValueTask<PartialSuggestions> SuggestNamesAsync(byte[][] folded, CancellationToken cancellationToken);

    /// <summary>What it says to a question for values.</summary>
    ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken);

    /// <summary>What the merged answer shows of it.</summary>
    ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken);
}

/// <summary>What the silo holds itself. It is searched when the others have been asked, and while they work.</summary>
internal sealed class LocalSource(CatalogView view) : IPartialSource
{
    public ValueTask<PartialWords> FindWordsAsync(Query query, (int Least, int Most) forgiveness, bool withDocuments, CancellationToken cancellationToken) =>
        NextAsync(() => view.FindWords(query, forgiveness.Least, forgiveness.Most));

    public ValueTask<PartialAnswer> GatherAsync(Query query, TextBasis? basis, long hits, bool withDocuments, CancellationToken cancellationToken) =>
        NextAsync(() => view.Gather(query, basis, hits, withDocuments));

    public ValueTask<PartialNearest> FindNearestAsync(Query query, NearestQuestion question, CancellationToken cancellationToken) =>
        NextAsync(() => view.FindNearest(query, question));

    public ValueTask<PartialSuggestions> SuggestAsync(SuggestQuery query, int mostNames, CancellationToken cancellationToken) =>
        NextAsync(() => view.Suggest(query, mostNames));

    public ValueTask<PartialSuggestions> SuggestNamesAsync(byte[][] folded, CancellationToken cancellationToken) =>
        NextAsync(() => view.SuggestNames(folded));

    public ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken) =>
        NextAsync(() => view.Gather(query));

    public ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken) =>
        NextAsync(() => view.Detail(request));

    private static async ValueTask<T> NextAsync<T>(Func<T> find)
    {
        await Task.Yield();
        return find();
    }
}

/// <summary>Somebody else.</summary>
/// <param name="ask">Asks.</param>
/// <param name="atLeast">What the first answer must have seen.</param>
internal sealed class RemoteSource(Func<PartialQuestion, CancellationToken, Task<PartialReply>> ask, YearVersion[] atLeast) : IPartialSource
{
    private long generation, instance;

    public async ValueTask<PartialWords> FindWordsAsync(Query query, (int Least, int Most) forgiveness, bool withDocuments, CancellationToken cancellationToken) =>
        PartialWords.Read(await AskAsync(
            PartialQuestion.About(PartialKind.Words, query) with
            {
                LeastForgiveness = forgiveness.Least, MostForgiveness = forgiveness.Most, WithDocuments = withDocuments,
            },
            cancellationToken));

    public async ValueTask<PartialAnswer> GatherAsync(
        Query query, TextBasis? basis, long hits, bool withDocuments, CancellationToken cancellationToken) =>
        PartialAnswer.Read(await AskAsync(
            PartialQuestion.About(PartialKind.Gather, query) with { Basis = SearchBasis.Of(basis), Hits = hits, WithDocuments = withDocuments }, cancellationToken));

    public async ValueTask<PartialNearest> FindNearestAsync(Query query, NearestQuestion question, CancellationToken cancellationToken) =>
        PartialNearest.Read(await AskAsync(PartialQuestion.About(PartialKind.Nearest, query) with { Nearest = NearestRequest.Of(question) }, cancellationToken));

    public async ValueTask<PartialSuggestions> SuggestAsync(SuggestQuery query, int mostNames, CancellationToken cancellationToken) =>
        PartialSuggestions.Read(await AskAsync(
            new PartialQuestion { Kind = PartialKind.Suggestions, Suggest = SuggestRequest.Of(query), MostNames = mostNames }, cancellationToken));

    public async ValueTask<PartialSuggestions> SuggestNamesAsync(byte[][] folded, CancellationToken cancellationToken) =>
        PartialSuggestions.Read(await AskAsync(new PartialQuestion { Kind = PartialKind.Suggestions, Names = folded }, cancellationToken));

    public async ValueTask<PartialAnswer> GatherAsync(ValuesQuery query, CancellationToken cancellationToken) => PartialAnswer.Read(
        await AskAsync(new PartialQuestion { Kind = PartialKind.Values, Values = ValuesRequest.Of(query) }, cancellationToken));

    public async ValueTask<PartialDetails> DetailAsync(DetailsRequest request, CancellationToken cancellationToken) => PartialDetails.Read(
        await AskAsync(
            PartialQuestion.About(PartialKind.Detail, request.Query) with { Basis = SearchBasis.Of(request.Basis), Ids = request.Ids, Terms = request.Terms },
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
