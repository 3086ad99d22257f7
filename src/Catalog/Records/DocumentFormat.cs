using System.Diagnostics;
using System.Text.Json;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Records;

/// <summary>The document of a movie: the UTF-8 JSON in which it is kept and answered.</summary>
/// <remarks>
/// <c>{"id":"…","title":"…","year":n,"cast":[…],"genres":[…]</c>, then the other known fields that are set, then any
/// further field by code point of its name, <c>}</c>. No blanks, minimal escapes. The id therefore always begins at
/// byte <see cref="IdStart"/>, and title, year, cast and genres are the next four fields.
/// </remarks>
internal static class DocumentFormat
{
    /// <summary>Where the id's first letter stands.</summary>
    public const int IdStart = 7;

    private static ReadOnlySpan<byte> Opening => "{\"id\":\""u8;

    /// <summary>The id's letters, within the document.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> document)
    {
        var rest = document[IdStart..];
        return rest[..rest.IndexOf((byte)'"')];
    }

    /// <summary>The title as the document spells it, quotes and escapes included.</summary>
    public static ReadOnlySpan<byte> TitleOf(ReadOnlySpan<byte> document)
    {
        var reader = Reader(document);
        for (var token = 0; token < 5; token++) // {, "id", its value, "title", its value
            reader.Read();
        return document[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
    }

    /// <summary>Writes the document of a record.</summary>
    public static void Write(MovieRecord record, MovieId id, ByteBuffer destination)
    {
        Debug.Assert(Opening.Length == IdStart);
        destination.Append(Opening);
        destination.Advance(id.Write(destination.Reserve(MovieId.MaxLength)));
        destination.Append((byte)'"');
        var next = KnownField.Title;
        foreach (ref readonly var field in record.Fields)
        {
            if (field.IsNull)
                continue;
            AppendMissingLists(destination, ref next, field.Field);
            AppendName(destination, record, field);
            destination.Append(record[field.Value]);
        }
        AppendMissingLists(destination, ref next, KnownField.Other);
        destination.Append((byte)'}');
    }

    /// <summary>Cast and genres are always there: writes those between the field written last and the next one.</summary>
    private static void AppendMissingLists(ByteBuffer destination, ref KnownField next, KnownField upTo)
    {
        if (next <= KnownField.Cast && upTo > KnownField.Cast)
            destination.Append(",\"cast\":[]"u8);
        if (next <= KnownField.Genres && upTo > KnownField.Genres)
            destination.Append(",\"genres\":[]"u8);
        next = upTo + 1;
    }

    private static void AppendName(ByteBuffer destination, MovieRecord record, in RecordField field)
    {
        destination.Append((byte)',');
        if (field.Field == KnownField.Other)
        {
            JsonText.Append(destination, record[field.Name]);
        }
        else
        {
            destination.Append((byte)'"');
            destination.Append(KnownFields.Name(field.Field));
            destination.Append((byte)'"');
        }
        destination.Append((byte)':');
    }

    /// <summary>A reader over a document, at its start.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> document) =>
        new(document, new JsonReaderOptions { MaxDepth = Limits.Depth + 1 });
}
