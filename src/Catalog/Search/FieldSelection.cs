using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Search;

/// <summary>Writes a document with only some of its fields.</summary>
internal static class FieldSelection
{
    /// <summary>Writes the wanted fields that the document has, in its own order, as they stand there.</summary>
    public static void Write(ReadOnlySpan<byte> document, ImmutableArray<string> fields, IBufferWriter<byte> body)
    {
        body.Write("{"u8);
        var reader = DocumentFormat.Reader(document);
        reader.Read();
        var any = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = IsWanted(ref reader, fields);
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!wanted)
                continue;
            if (any)
                body.Write(","u8);
            body.Write(document[start..(int)reader.BytesConsumed]);
            any = true;
        }
        body.Write("}"u8);
    }

    private static bool IsWanted(ref Utf8JsonReader reader, ImmutableArray<string> fields)
    {
        foreach (var field in fields)
        {
            if (reader.ValueTextEquals(field))
                return true;
        }
        return false;
    }
}
