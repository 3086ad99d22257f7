using System.Buffers;
using System.Text.Json;

namespace MovieGrains.Http.Ingest;

/// <summary>The ledger of a process that has none: empty, so that whoever looks at ledgers needs no exception for it.</summary>
internal sealed class NoLedger : IIngestLedger
{
    /// <inheritdoc/>
    public IReadOnlyList<string> States => [];

    /// <inheritdoc/>
    public ValueTask<IngestPage> ListAsync(IngestFilesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("items");
        json.WriteEndArray();
        json.WriteNumber("total", 0);
        json.WriteNumber("page", query.Page);
        json.WriteNumber("page_size", query.PageSize);
        json.WriteBoolean("has_more", value: false);
        json.WriteEndObject();
        return ValueTask.FromResult(new IngestPage(0, HasMore: false));
    }

    /// <inheritdoc/>
    public ValueTask<bool> GetAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
