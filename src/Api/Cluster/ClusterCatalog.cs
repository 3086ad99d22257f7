using System.Buffers;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>The catalogue of a cluster: each question is one call to one reader.</summary>
/// <param name="readers">Asks them.</param>
/// <param name="exports">Opens exports.</param>
/// <param name="owners">Asks owners for what readers don't tell.</param>
/// <param name="status">What a reader said last of what it holds.</param>
/// <param name="atLeast">What answers must have seen.</param>
internal sealed class ClusterCatalog(Readers readers, Exports exports, Owners owners, LastStatus status, YearVersion[] atLeast) : ICatalog
{
    public CatalogStatus Status => status.Value;

    public async ValueTask<AnswerSummary> SearchAsync(Query query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var request = SearchRequest.Of(query);
        return Write(await readers.AskAsync((reader, limit) => reader.SearchAsync(request, atLeast, limit), cancellationToken), body);
    }

    public async ValueTask<LookupSummary> GetMovieAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var answer = Write(await readers.AskAsync((reader, limit) => reader.GetMovieAsync(id, atLeast, limit), cancellationToken), body);
        return new LookupSummary(answer.Total > 0, answer.EngineTime);
    }

    public async ValueTask<MovieSources?> GetSourcesAsync(string id, CancellationToken cancellationToken)
    {
        // A reader first: an id that somebody has made up must not activate owners of years that there are not.
        if (CatalogView.YearOf(id) is not { } year || !(await GetMovieAsync(id, new ArrayBufferWriter<byte>(), cancellationToken)).Found)
            return null;
        return (await owners.ReadAsync(year, owner => owner.GetSourcesAsync(id), cancellationToken))?.ToSources();
    }

    public async ValueTask<AnswerSummary> ListValuesAsync(ValuesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var request = ValuesRequest.Of(query);
        return Write(await readers.AskAsync((reader, limit) => reader.ListValuesAsync(request, atLeast, limit), cancellationToken), body);
    }

    public async ValueTask<AnswerSummary> SuggestAsync(SuggestQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var request = SuggestRequest.Of(query);
        return Write(await readers.AskAsync((reader, limit) => reader.SuggestAsync(request, atLeast, limit), cancellationToken), body);
    }

    public ValueTask<CatalogExport> ExportAsync(Query query, CancellationToken cancellationToken) =>
        exports.OpenAsync(SearchRequest.Of(query), atLeast, cancellationToken);

    public ICatalog? Seeing(string writes) =>
        OwnVersions.TryRead(writes) is { } versions ? new ClusterCatalog(readers, exports, owners, status, versions) : null;

    private static AnswerSummary Write(ReaderAnswer answer, IBufferWriter<byte> body)
    {
        body.Write(answer.Body);
        return new AnswerSummary(answer.Total, answer.HasMore, answer.Next, answer.Generation, TimeSpan.FromTicks(answer.EngineTicks));
    }
}
