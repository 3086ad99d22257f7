using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Records;

/// <content>The values of the fields, each written to the record's text in canonical JSON.</content>
internal sealed partial class RecordReader
{
    private RecordFault? ReadTitle(ref Utf8JsonReader reader, MovieRecord record)
    {
        var fault = ReadPlain(ref reader, record, KnownField.Title, Limits.TitleBytes, out var title);
        if (fault is null && IsBlank(record[title]))
            return new RecordFault("$.title", "the title is blank");
        record.Title = title;
        return fault;
    }

    private RecordFault? ReadHref(ref Utf8JsonReader reader, MovieRecord record)
    {
        var fault = ReadPlain(ref reader, record, KnownField.Href, Limits.TextBytes, out var href);
        record.Href = href;
        record.HasHref = fault is null && href.Length > 0;
        return fault;
    }

    private static RecordFault? ReadYear(ref Utf8JsonReader reader, MovieRecord record)
    {
        if (reader.TokenType != JsonTokenType.Number)
            return new RecordFault("$.year", $"a whole number is wanted; this is {Kind(reader.TokenType)}");
        if (!reader.TryGetInt32(out var year) || year < Limits.FirstYear || year > Limits.LastYear)
            return new RecordFault("$.year", $"a whole number from {Limits.FirstYear} to {Limits.LastYear} is wanted; this is {Shorten(reader.ValueSpan)}");
        record.Year = year;
        record.Text.Append(reader.ValueSpan);
        return null;
    }

    private static RecordFault? ReadLength(ref Utf8JsonReader reader, MovieRecord record, KnownField field)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var length) || length < 0)
            return new RecordFault(Path(field, default), "a whole number of pixels is wanted");
        record.Text.Append(reader.ValueSpan);
        return null;
    }

    private RecordFault? ReadNames(ref Utf8JsonReader reader, MovieRecord record, KnownField field, int most)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return new RecordFault(Path(field, default), $"an array of strings is wanted; this is {Kind(reader.TokenType)}");
        record.Text.Append((byte)'[');
        for (var count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count == most)
                return new RecordFault(Path(field, default), $"it has more than {most} elements");
            if (reader.TokenType != JsonTokenType.String)
                return new RecordFault($"{Path(field, default)}[{count}]", $"a string is wanted; this is {Kind(reader.TokenType)}");
            var name = Unescaped(ref reader);
            if (name.Length > Limits.NameBytes)
                return new RecordFault($"{Path(field, default)}[{count}]", $"it has {name.Length} bytes; at most {Limits.NameBytes} are taken");
            if (count > 0)
                record.Text.Append((byte)',');
            JsonText.Append(record.Text, name);
        }
        record.Text.Append((byte)']');
        return null;
    }

    /// <summary>A string whose plain text is wanted too: the plain text, then the JSON.</summary>
    private RecordFault? ReadPlain(ref Utf8JsonReader reader, MovieRecord record, KnownField field, int most, out TextSlice plain)
    {
        plain = default;
        if (reader.TokenType != JsonTokenType.String)
            return new RecordFault(Path(field, default), $"a string is wanted; this is {Kind(reader.TokenType)}");
        var text = Unescaped(ref reader);
        if (text.Length > most)
            return new RecordFault(Path(field, default), $"it has {text.Length} bytes; at most {most} are taken");
        plain = Append(record, text);
        JsonText.Append(record.Text, text);
        return null;
    }

    private RecordFault? ReadString(ref Utf8JsonReader reader, MovieRecord record, KnownField field, int most, out int length)
    {
        length = 0;
        if (reader.TokenType != JsonTokenType.String)
            return new RecordFault(Path(field, default), $"a string is wanted; this is {Kind(reader.TokenType)}");
        var text = Unescaped(ref reader);
        length = text.Length;
        if (length > most)
            return new RecordFault(Path(field, default), $"it has {length} bytes; at most {most} are taken");
        JsonText.Append(record.Text, text);
        return null;
    }

    /// <summary>Any value of a field that we don't know: kept, without blanks, numbers as spelt.</summary>
    private RecordFault? ReadOther(ref Utf8JsonReader reader, MovieRecord record)
    {
        Stack<HashSet<string>>? keys = null; // Of objects alone, which few such values are.
        var depth = reader.CurrentDepth;
        var comma = false;
        for (; ; reader.Read())
        {
            var type = reader.TokenType;
            var opens = type is JsonTokenType.StartArray or JsonTokenType.StartObject;
            if (comma && type is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
                record.Text.Append((byte)',');
            comma = !opens && type != JsonTokenType.PropertyName;
            if (type == JsonTokenType.StartObject)
                (keys ??= new()).Push(new HashSet<string>(StringComparer.Ordinal));
            else if (type == JsonTokenType.EndObject)
                keys!.Pop();
            else if (type == JsonTokenType.PropertyName && !keys!.Peek().Add(Encoding.UTF8.GetString(Unescaped(ref reader))))
                return new RecordFault($"$..{Shorten(Unescaped(ref reader))}", "the key is given twice");
            CopyToken(ref reader, record.Text);
            // An opening token stands at the depth of what it opens' parent, as does the one that closes it.
            if (!opens && reader.CurrentDepth == depth)
                break;
        }
        return null;
    }

    private void CopyToken(ref Utf8JsonReader reader, ByteBuffer text)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray: text.Append((byte)'['); break;
            case JsonTokenType.EndArray: text.Append((byte)']'); break;
            case JsonTokenType.StartObject: text.Append((byte)'{'); break;
            case JsonTokenType.EndObject: text.Append((byte)'}'); break;
            case JsonTokenType.PropertyName:
                JsonText.Append(text, Unescaped(ref reader));
                text.Append((byte)':');
                break;
            case JsonTokenType.String: JsonText.Append(text, Unescaped(ref reader)); break;
            default: text.Append(reader.ValueSpan); break; // Numbers as spelt, true, false, null.
        }
    }

    private bool IsBlank(ReadOnlySpan<byte> text) => Text.IdentityText.Normalize(text, ref folded).IsEmpty;
}
