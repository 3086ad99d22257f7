using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Records;

/// <summary>Reads one record's JSON into a <see cref="MovieRecord"/>, or says why it is no record.</summary>
/// <remarks>Not safe for several threads: it keeps buffers between calls.</remarks>
internal sealed partial class RecordReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.Depth };

    private readonly FieldNames seen = new();
    private byte[] scratch = new byte[1024];
    private byte[] folded = new byte[256];

    /// <summary>Reads a record.</summary>
    /// <param name="json">One JSON value in UTF-8, or anything else.</param>
    /// <param name="record">Takes it; in no defined state when there is a fault.</param>
    /// <returns>Null, or what is wrong.</returns>
    public RecordFault? Read(ReadOnlySpan<byte> json, MovieRecord record)
    {
        if (json.Length > Limits.RecordBytes)
            return new RecordFault("$", $"the record has {json.Length} bytes; at most {Limits.RecordBytes} are taken");
        if (!Utf8.IsValid(json))
            return new RecordFault("$", "the record is not valid UTF-8");
        return ReadAny(json, record);
    }

    /// <summary>Reads a document of ours. It may be longer than any record, as it can hold the fields of several.</summary>
    /// <exception cref="InvalidOperationException">It is none: to go on would lose the movie's fields.</exception>
    public void ReadDocument(ReadOnlySpan<byte> document, MovieRecord record)
    {
        if (ReadAny(document, record) is { } fault)
            throw new InvalidOperationException($"A document is a valid record; this is none: {fault}");
    }

    private RecordFault? ReadAny(ReadOnlySpan<byte> json, MovieRecord record)
    {
        record.Clear();
        seen.Clear();
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            return ReadObject(ref reader, record) ?? CheckWhole(record);
        }
        catch (JsonException e)
        {
            return new RecordFault("$", $"not valid JSON at byte {e.BytePositionInLine}: {FirstSentence(e.Message)}");
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader throws for an escaped surrogate without its other half.
            return new RecordFault("$", "a string has half of a surrogate pair");
        }
    }

    private RecordFault? ReadObject(ref Utf8JsonReader reader, MovieRecord record)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return new RecordFault("$", $"a record is an object; this is {Kind(reader.TokenType)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Unescaped(ref reader);
            var field = KnownFields.Of(name);
            var nameSlice = field == KnownField.Other ? Append(record, name) : default;
            if (!seen.Add(field, field == KnownField.Other ? name : default))
                return new RecordFault(Path(field, name), "the key is given twice");
            reader.Read();
            var fault = ReadField(ref reader, record, field, nameSlice);
            if (fault is not null)
                return fault;
        }
        reader.Read(); // Throws when anything follows the object.
        return null;
    }

    private RecordFault? ReadField(ref Utf8JsonReader reader, MovieRecord record, KnownField field, TextSlice name)
    {
        if (field == KnownField.Other && ReadOwn(ref reader, record, name, out var own))
            return own;
        if (reader.TokenType == JsonTokenType.Null)
        {
            record.Add(new RecordField(field, name, default, IsNull: true));
            return field is KnownField.Title or KnownField.Year ? new RecordFault(Path(field, default), "it is required and can't be null") : null;
        }
        var start = record.Text.Length;
        var fault = field switch
        {
            KnownField.Title => ReadTitle(ref reader, record),
            KnownField.Year => ReadYear(ref reader, record),
            KnownField.Cast => ReadNames(ref reader, record, field, Limits.CastNames),
            KnownField.Genres => ReadNames(ref reader, record, field, Limits.Genres),
            KnownField.Href => ReadHref(ref reader, record),
            KnownField.Extract or KnownField.Thumbnail => ReadString(ref reader, record, field, Limits.TextBytes, out _),
            KnownField.ThumbnailWidth or KnownField.ThumbnailHeight => ReadLength(ref reader, record, field),
            _ => ReadOther(ref reader, record),
        };
        if (fault is null)
        {
            start = field is KnownField.Title ? record.Title.Start + record.Title.Length
                : field is KnownField.Href ? record.Href.Start + record.Href.Length : start;
            record.Add(new RecordField(field, name, new TextSlice(start, record.Text.Length - start), IsNull: false));
        }
        return fault;
    }

    /// <summary>The fields that mean something to us and are no part of the document.</summary>
    private static bool ReadOwn(ref Utf8JsonReader reader, MovieRecord record, TextSlice name, out RecordFault? fault)
    {
        fault = null;
        if (record[name].SequenceEqual("id"u8))
        {
            record.HadId = true;
            reader.Skip();
            return true;
        }
        if (!record[name].SequenceEqual("deleted"u8))
            return false;
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)
            record.Deleted = reader.TokenType == JsonTokenType.True;
        else
            fault = new RecordFault("$.deleted", $"true or false is wanted; this is {Kind(reader.TokenType)}");
        return true;
    }

    private RecordFault? CheckWhole(MovieRecord record)
    {
        if (record.Title.Length == 0)
            return new RecordFault("$.title", "a title is required");
        if (record.Year == 0)
            return new RecordFault("$.year", "a year is required");
        var length = Folding.Fold(record[record.Title], ref folded).Length;
        if (length > Limits.TitleBytes)
            return new RecordFault("$.title", $"the title folds to {length} bytes; at most {Limits.TitleBytes} are taken");
        record.Sort();
        return null;
    }

    private ReadOnlySpan<byte> Unescaped(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (scratch.Length < reader.ValueSpan.Length)
            scratch = new byte[reader.ValueSpan.Length * 2];
        return scratch.AsSpan(0, reader.CopyString(scratch));
    }

    private static TextSlice Append(MovieRecord record, ReadOnlySpan<byte> bytes)
    {
        var start = record.Text.Length;
        record.Text.Append(bytes);
        return new TextSlice(start, bytes.Length);
    }

    private static string Path(KnownField field, ReadOnlySpan<byte> name) =>
        field == KnownField.Other ? $"$.{Shorten(name)}" : $"$.{Encoding.UTF8.GetString(KnownFields.Name(field))}";

    private static string Shorten(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        if (text.Length <= 40)
            return text;
        // Not between the halves of a pair: what quotes a path must stay text.
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[39]) ? 39 : 40), "…");
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static string Kind(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        _ => "nothing",
    };
}
