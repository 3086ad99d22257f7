namespace MovieGrains.Catalog.Writes;

/// <summary>Takes the writes of clients: the seam between the HTTP surface and the two editions.</summary>
/// <remarks>
/// A write is durable, and seen by every read that begins after it, before its call returns. Writes that arrive together
/// are made durable together. All members may be called at the same time from any thread; all of them throw
/// <see cref="WriteRefusedException"/> when nothing can be written, and have changed nothing then.
/// </remarks>
public interface ICatalogWriter
{
    /// <summary>Begins a write of records, each of which makes a movie or changes one, as the records of a drop file do.</summary>
    IRecordWrite BeginRecords();

    /// <summary>Replaces all fields of a movie: those that the document leaves out are cleared.</summary>
    /// <param name="id">The movie's id, or the part of it that title and year give, where one movie alone has that.</param>
    /// <param name="json">The document, one JSON object in UTF-8; need not be valid. Its title and year must mean the movie.</param>
    /// <param name="condition">What the movie must be for the write to happen.</param>
    /// <param name="cancellationToken">Ends the wait; the write may happen none the less.</param>
    ValueTask<MovieWriteOutcome> PutAsync(string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Changes a movie by a JSON merge-patch (RFC 7396).</summary>
    /// <param name="id">As for <see cref="PutAsync"/>.</param>
    /// <param name="json">The patch, one JSON object in UTF-8; need not be valid.</param>
    /// <param name="condition">What the movie must be for the write to happen.</param>
    /// <param name="cancellationToken">Ends the wait; the write may happen none the less.</param>
    ValueTask<MovieWriteOutcome> PatchAsync(string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken);

    /// <summary>Removes a movie. No older record can bring it back.</summary>
    /// <param name="id">As for <see cref="PutAsync"/>.</param>
    /// <param name="condition">What the movie must be for the write to happen.</param>
    /// <param name="cancellationToken">Ends the wait; the write may happen none the less.</param>
    ValueTask<MovieWriteOutcome> DeleteAsync(string id, WriteCondition condition, CancellationToken cancellationToken);
}

/// <summary>Records of one request, gathered before any of them is written. Not safe for several threads.</summary>
public interface IRecordWrite
{
    /// <summary>Takes the next record. One that is invalid is rejected, and the others are written.</summary>
    /// <param name="json">One JSON value in UTF-8; need not be valid.</param>
    void Add(ReadOnlySpan<byte> json);

    /// <summary>Takes a next record that has been found bad before it could be read.</summary>
    void Reject(Records.RecordFault fault);

    /// <summary>Writes the records, all of them or, when it throws, none.</summary>
    /// <param name="key">Names the request: one with a key that has been seen gets the outcome of then, and writes nothing.
    /// Null: it has no name.</param>
    /// <param name="cancellationToken">Ends the wait; the write may happen none the less.</param>
    /// <returns>What became of each record, in their order.</returns>
    ValueTask<RecordsOutcome> CommitAsync(IdempotencyKey? key, CancellationToken cancellationToken);
}

/// <summary>A name that a client gives to a request, so that it can be sent again without being done again.</summary>
/// <param name="Key">The name, as the client gave it.</param>
/// <param name="Fingerprint">A hash of what was asked, by which a key used for something else is noticed.</param>
public sealed record IdempotencyKey(string Key, ulong Fingerprint);
