using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>Rows as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(FileStateConverter)])]
[JsonSerializable(typeof(LedgerRow))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>Text is shown as it is, for people: the JSON is never put into a page as it stands.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer of rows.</summary>
    public static Utf8JsonWriter WriterTo(IBufferWriter<byte> destination) => new(destination, Readable);

    /// <summary>A row as it is kept.</summary>
    public static byte[] Write(LedgerRow row)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var writer = WriterTo(bytes))
            LedgerRowWriter.Write(writer, row);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A row that was kept; null when it has a shape that this version doesn't know.</summary>
    public static LedgerRow? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.LedgerRow) is { IsConsistent: true } row ? row : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class FileStateConverter() : JsonStringEnumConverter<FileState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
