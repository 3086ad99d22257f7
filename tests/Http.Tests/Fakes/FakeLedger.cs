using System.Buffers;
using System.Text;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Http.Tests.Fakes;

/// <summary>Answers with what the test put in, and keeps what it was asked.</summary>
internal sealed class FakeLedger : IIngestLedger
{
    public IReadOnlyList<string> States => ["pending", "ingested", "quarantined"];

    public string Body { get; set; } = """{"items":[{"id":"f1"}],"total":50,"page":2,"page_size":10,"has_more":true}""";

    public IngestFilesQuery? Asked { get; private set; }

    public string? AskedId { get; private set; }

    public ValueTask<IngestPage> ListAsync(IngestFilesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        Asked = query;
        Encoding.UTF8.GetBytes(Body, body);
        return ValueTask.FromResult(new IngestPage(50, HasMore: true));
    }

    public ValueTask<bool> GetAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        AskedId = id;
        if (id.StartsWith("none", StringComparison.Ordinal))
            return ValueTask.FromResult(false);
        Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}""", body);
        return ValueTask.FromResult(true);
    }
}
