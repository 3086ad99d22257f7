using System.Text.Json;
using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>Writes a row as the serializer would.</summary>
/// <remarks>By hand, as every first load writes rows: what the serializer makes of the row's type and of those of its values are some four
/// hundred methods, none compiled ahead.</remarks>
internal static class LedgerRowWriter
{
    /// <summary>Writes a row.</summary>
    public static void Write(Utf8JsonWriter writer, LedgerRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, row.Id);
        writer.WriteString("source"u8, row.Source);
        writer.WriteString("key"u8, row.Key);
        if (row.Etag is { } etag)
            writer.WriteString("etag"u8, etag);
        writer.WriteNumber("bytes"u8, row.Bytes);
        writer.WriteString("last_modified"u8, row.LastModified);
        writer.WriteString("first_seen"u8, row.FirstSeen);
        writer.WriteString("state"u8, LedgerPages.Spell(row.State));
        if (row.Outcome is { } outcome)
            writer.WriteString("outcome"u8, LedgerPages.Spell(outcome));
        Time(writer, "gone_at"u8, row.GoneAt);
        writer.WriteNumber("attempts"u8, row.Attempts);
        Time(writer, "last_attempt"u8, row.LastAttempt);
        Time(writer, "next_attempt"u8, row.NextAttempt);
        Counts(writer, row);
        if (row.DurationMs is { } duration)
            writer.WriteNumber("duration_ms"u8, duration);
        if (row.Fault is { } fault)
            Fault(writer, fault);
        if (row.RejectedRecords is { } rejected)
            Rejected(writer, rejected);
        writer.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter writer, LedgerRow row)
    {
        Count(writer, "records"u8, row.Records);
        Count(writer, "added"u8, row.Added);
        Count(writer, "updated"u8, row.Updated);
        Count(writer, "unchanged"u8, row.Unchanged);
        Count(writer, "deleted"u8, row.Deleted);
        Count(writer, "rejected"u8, row.Rejected);
        Count(writer, "ids_dropped"u8, row.IdsDropped);
    }

    private static void Fault(Utf8JsonWriter writer, FileFault fault)
    {
        writer.WriteStartObject("fault"u8);
        writer.WriteNumber("line"u8, fault.Line);
        writer.WriteString("reason"u8, fault.Reason);
        writer.WriteEndObject();
    }

    private static void Rejected(Utf8JsonWriter writer, IReadOnlyList<RejectedAt> rejected)
    {
        writer.WriteStartArray("rejected_records"u8);
        foreach (var record in rejected)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, record.Index);
            writer.WriteNumber("line"u8, record.Line);
            writer.WriteString("path"u8, record.Path);
            writer.WriteString("reason"u8, record.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Count(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? count)
    {
        if (count is { } known)
            writer.WriteNumber(name, known);
    }

    private static void Time(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTime? time)
    {
        if (time is { } known)
            writer.WriteString(name, known);
    }
}
