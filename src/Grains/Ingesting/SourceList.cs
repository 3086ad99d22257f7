using System.Buffers;
using System.Text.Json;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Ingesting;

/// <summary>The keys of sources, in one row: a JSON array of strings.</summary>
/// <remarks>One call of <see cref="AddAsync"/> at a time; after one that failed it is to be read anew.</remarks>
internal sealed class SourceList
{
    private const string Row = "list";

    private readonly IRowStorage rows;
    private string? tag;

    private SourceList(IRowStorage rows, Row row)
    {
        this.rows = rows;
        tag = row.ETag;
        Keys = row.Bytes is { } json ? Parse(json) : [];
    }

    /// <summary>The keys, in the order in which they were added. Not to be changed.</summary>
    public string[] Keys { get; private set; }

    /// <summary>Reads the list.</summary>
    public static async Task<SourceList> ReadAsync(IRowStorage rows, CancellationToken cancellationToken) =>
        new(rows, await rows.ReadAsync(Row, cancellationToken));

    /// <summary>Adds those that are not there; they are durable then.</summary>
    /// <exception cref="RowConflictException">Somebody else has the list.</exception>
    public async Task AddAsync(IReadOnlyCollection<string> keys)
    {
        string[] all = [.. Keys.Union(keys, StringComparer.Ordinal)];
        if (all.Length == Keys.Length)
            return;
        tag = await rows.WriteAsync(Row, Write(all), tag, CancellationToken.None);
        Keys = all;
    }

    private static string[] Parse(byte[] json)
    {
        using var list = JsonDocument.Parse(json);
        return [.. list.RootElement.EnumerateArray().Select(static key => key.GetString()!)];
    }

    private static byte[] Write(string[] keys)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var key in keys)
                writer.WriteStringValue(key);
            writer.WriteEndArray();
        }
        return json.WrittenSpan.ToArray();
    }
}
