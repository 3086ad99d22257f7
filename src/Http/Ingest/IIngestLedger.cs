using System.Buffers;

namespace MovieGrains.Http.Ingest;

/// <summary>What drop files have been seen, and what became of them: implemented by whoever composes the process.</summary>
public interface IIngestLedger
{
    /// <summary>The states that a file can be in, as they are spelt in an answer and asked for.</summary>
    IReadOnlyList<string> States { get; }

    /// <summary>Writes a page of files as
    /// <c>{"items":[…],"total":n,"page":n,"page_size":n,"has_more":bool}</c>, the last seen first, without their rejected records.</summary>
    /// <param name="query">Which files.</param>
    /// <param name="body">Takes the envelope's bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IngestPage> ListAsync(IngestFilesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken);

    /// <summary>Writes all that is known of one file, its first rejected records among it, as one JSON object.</summary>
    /// <param name="id">The file's id, as the list has it.</param>
    /// <param name="body">Takes the bytes; left as it is when no such file is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether such a file is known.</returns>
    ValueTask<bool> GetAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken);
}

/// <summary>Which files of the ledger are wanted.</summary>
/// <param name="State">One of <see cref="IIngestLedger.States"/>; null for all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Files per page.</param>
public readonly record struct IngestFilesQuery(string? State, long Page, int PageSize);

/// <summary>What a page of the ledger says, beside its body.</summary>
/// <param name="Total">Files in all pages.</param>
/// <param name="HasMore">Whether more follow after this page.</param>
public readonly record struct IngestPage(long Total, bool HasMore);
