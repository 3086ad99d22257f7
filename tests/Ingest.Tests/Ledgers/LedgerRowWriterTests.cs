using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Tests.Ledgers;

public sealed class LedgerRowWriterTests
{
    private static readonly DateTime Noon = new(2026, 5, 17, 12, 0, 0, 123, 400, DateTimeKind.Utc);

    private static readonly LedgerRow Least = new()
    {
        Id = "1f",
        Source = "s3://bucket",
        Key = "é \"quoted\" <b>.json",
        Bytes = 5_000_000_000,
        LastModified = Noon,
        FirstSeen = Noon.AddDays(-1),
        State = FileState.FailedWillRetry,
        Attempts = 2,
    };

    private static readonly LedgerRow All = Least with
    {
        Etag = "\"abc\"",
        Outcome = FileState.Ingested,
        GoneAt = Noon.AddTicks(7),
        LastAttempt = Noon,
        NextAttempt = Noon.AddSeconds(1),
        Records = 1,
        Added = 2,
        Updated = 3,
        Unchanged = 4,
        Deleted = 5,
        Rejected = 6,
        IdsDropped = 7,
        DurationMs = 12.345,
        Fault = new FileFault(8, "torn off"),
        RejectedRecords = [new RejectedAt(9, 10, "$.year", "not a year"), new RejectedAt(11, 12, "$", "no object")],
    };

    [Fact]
    public void Write_RowOfLeast_IsAsSerialized() => AssertAsSerialized(Least);

    [Fact]
    public void Write_RowOfAll_IsAsSerialized() => AssertAsSerialized(All);

    [Fact]
    public void Write_RowOfAll_WritesEveryProperty()
    {
        using var json = JsonDocument.Parse(LedgerJson.Write(All));
        Assert.Equal(LedgerJson.Default.LedgerRow.Properties.Count(static property => property.Get is not null), json.RootElement.EnumerateObject().Count());
    }

    private static void AssertAsSerialized(LedgerRow row)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = LedgerJson.WriterTo(bytes))
            JsonSerializer.Serialize(writer, row, LedgerJson.Default.LedgerRow);
        Assert.Equal(Encoding.UTF8.GetString(bytes.WrittenSpan), Encoding.UTF8.GetString(LedgerJson.Write(row)));
    }
}
