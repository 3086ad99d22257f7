using System.Buffers;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Catalog;

/// <summary>A catalogue that can be asked: the seam between the HTTP surface and the two editions.</summary>
/// <remarks>
/// Every answer is written as finished UTF-8 JSON, so that both editions give the same bytes and the HTTP surface
/// only carries them. All members may be called at the same time from any thread.
/// </remarks>
public interface ICatalog
{
    /// <summary>What the catalogue holds now.</summary>
    CatalogStatus Status { get; }

    /// <summary>Answers a query with its JSON envelope (<c>{"items":[…],"total":n,…}</c>).</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="body">Takes the envelope's bytes; nothing is written when the call fails.</param>
    /// <param name="cancellationToken">Ends the wait, not an answer half written.</param>
    /// <returns>What the envelope says, for headers and metrics.</returns>
    ValueTask<AnswerSummary> SearchAsync(Query query, IBufferWriter<byte> body, CancellationToken cancellationToken);

    /// <summary>Writes the document of one movie.</summary>
    /// <param name="id">The movie's id, or the part of it that title and year give, where one movie alone has that.</param>
    /// <param name="body">Takes the document's bytes, as one JSON object; left as it is when there is no such movie.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is such a movie, and the engine's time.</returns>
    ValueTask<LookupSummary> GetMovieAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken);

    /// <summary>Tells which records gave a movie the fields that it has.</summary>
    /// <param name="id">As <see cref="GetMovieAsync"/> takes it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when there is no such movie.</returns>
    ValueTask<MovieSources?> GetSourcesAsync(string id, CancellationToken cancellationToken);

    /// <summary>Answers with the values of one dimension and how many movies have each, as
    /// <c>{"items":[{"value":…,"count":n},…],"total":n,"page":n,"page_size":n,"has_more":bool}</c>.</summary>
    /// <remarks>Most movies first, ties by folded value; years newest first.</remarks>
    /// <param name="query">Which dimension and page.</param>
    /// <param name="body">Takes the envelope's bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<AnswerSummary> ListValuesAsync(ValuesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken);

    /// <summary>Answers with titles and cast names that somebody who has typed a beginning may mean, likeliest first, as
    /// <c>{"suggestions":[{"kind":"title","text":…,"year":n,"id":…},{"kind":"cast","text":…,"movies":n},…]}</c>.</summary>
    /// <param name="query">What was typed, and how many are wanted.</param>
    /// <param name="body">Takes the answer's bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many there are as the total, and the engine's time.</returns>
    ValueTask<AnswerSummary> SuggestAsync(SuggestQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken);

    /// <summary>Writes the whole result of a query as NDJSON: every movie as it is at one moment, in the query's order.</summary>
    /// <param name="query">What is asked; its page, page size, cursor and facets count for nothing.</param>
    /// <param name="cancellationToken">Ends the wait for its beginning.</param>
    /// <returns>The export; nothing is searched before its chunks are read.</returns>
    ValueTask<CatalogExport> ExportAsync(Query query, CancellationToken cancellationToken);

    /// <summary>The same catalogue, for somebody who has written to it and wants to see that.</summary>
    /// <param name="writes">What the outcome of a write gave as <see cref="Writes.RecordsOutcome.At"/>; where every read that begins
    /// after a write sees it anyway, there is none.</param>
    /// <returns>Null when it is none of that kind.</returns>
    ICatalog? Seeing(string writes) => this;
}

/// <summary>The catalogue can't be asked or written to just now, though nothing is wrong with what was asked.</summary>
/// <param name="message">Why, in a sentence for whoever asked.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class CatalogUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);


/// <summary>The whole result of a query.</summary>
/// <param name="Generation">The generation that it is of.</param>
/// <param name="Chunks">Its bytes, in chunks of whole lines; each holds until the next is asked for. Memory stays bounded
/// however many there are.</param>
public sealed record CatalogExport(long Generation, IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks);

/// <summary>What a catalogue holds at one moment.</summary>
/// <param name="Generation">Grows by one with every commit; what is committed stays so over a restart.</param>
/// <param name="Movies">Movies, deleted ones not counted.</param>
/// <param name="Parts">Immutable parts that a query looks into.</param>
/// <param name="Bytes">Bytes of memory that the parts hold, documents and index together.</param>
public readonly record struct CatalogStatus(long Generation, long Movies, int Parts, long Bytes);

/// <summary>What an answer says, beside its body.</summary>
/// <param name="Total">How many movies (or values) match, exactly.</param>
/// <param name="HasMore">Whether more follow after this page.</param>
/// <param name="Next">The cursor that goes on after the last item; null when nothing follows or the answer has no cursor.</param>
/// <param name="Generation">The generation that was asked.</param>
/// <param name="EngineTime">The engine's own time.</param>
public readonly record struct AnswerSummary(long Total, bool HasMore, string? Next, long Generation, TimeSpan EngineTime);

/// <summary>What a look-up by id found.</summary>
/// <param name="Found">Whether there is such a movie.</param>
/// <param name="EngineTime">The engine's own time.</param>
public readonly record struct LookupSummary(bool Found, TimeSpan EngineTime);
