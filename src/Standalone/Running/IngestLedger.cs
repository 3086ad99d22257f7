using System.Buffers;
using MovieGrains.Http.Ingest;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Standalone.Running;

/// <summary>The ledger, as the HTTP surface asks for it.</summary>
internal sealed class IngestLedger(LedgerPages pages) : IIngestLedger
{
    /// <inheritdoc/>
    public IReadOnlyList<string> States => pages.States;

    /// <inheritdoc/>
    public ValueTask<IngestPage> ListAsync(IngestFilesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var (total, hasMore) = pages.WriteList(query.State, query.Page, query.PageSize, body);
        return ValueTask.FromResult(new IngestPage(total, hasMore));
    }

    /// <inheritdoc/>
    public ValueTask<bool> GetAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken) =>
        ValueTask.FromResult(pages.WriteFile(id, body));
}
