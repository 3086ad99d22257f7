using System.Diagnostics;
using System.Text.Json;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Parts;

/// <summary>Reads the fields that a document begins with, in their order: title, year, cast, genres.</summary>
internal ref struct DocumentHead
{
    private Utf8JsonReader reader;

    public DocumentHead(ReadOnlySpan<byte> document)
    {
        reader = DocumentFormat.Reader(document);
        Skip(4); // {, "id", its value, "title"
    }

    /// <summary>The title, not escaped.</summary>
    /// <param name="plain">Holds it when the document has it escaped; replaced by a longer one when too short.</param>
    public ReadOnlySpan<byte> ReadTitle(ref byte[] plain)
    {
        reader.Read();
        return Text(ref plain);
    }

    public void SkipTitle() => reader.Read();

    public int ReadYear()
    {
        Skip(2); // "year", its value
        var year = reader.GetInt32();
        Skip(2); // "cast", [
        return year;
    }

    /// <summary>The next name of the cast or, after its end, of the genres.</summary>
    /// <returns>False at the end of either list.</returns>
    public bool ReadName(ref byte[] plain, out ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            name = Text(ref plain);
            return true;
        }
        Debug.Assert(reader.TokenType == JsonTokenType.EndArray);
        EndNames();
        name = default;
        return false;
    }

    /// <summary>Leaves out the names of the list at hand.</summary>
    /// <returns>How many there were.</returns>
    public int SkipNames()
    {
        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            count++;
        EndNames();
        return count;
    }

    /// <summary>Reads what comes after the genres.</summary>
    /// <returns>Where the extract stands, and whether there is a picture.</returns>
    public (TextPlace Extract, bool HasThumbnail) ReadRest()
    {
        var extract = default(TextPlace);
        var hasThumbnail = false;
        for (; reader.TokenType == JsonTokenType.PropertyName; reader.Read())
        {
            bool isExtract = reader.ValueTextEquals("extract"u8), isThumbnail = reader.ValueTextEquals("thumbnail"u8);
            reader.Skip();
            if (isExtract)
                extract = new TextPlace((int)reader.TokenStartIndex, reader.ValueSpan.Length);
            hasThumbnail |= isThumbnail;
        }
        return (extract, hasThumbnail);
    }

    /// <summary>Goes on to the genres; after these, to the next field or the end.</summary>
    private void EndNames()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("genres"u8))
            reader.Read();
    }

    /// <summary>The extract of a document, not escaped; empty when it has none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="plain">Holds it when the document has it escaped; replaced by a longer one when too short.</param>
    public static ReadOnlySpan<byte> ExtractOf(ReadOnlySpan<byte> document, ref byte[] plain)
    {
        var head = new DocumentHead(document);
        head.SkipTitle();
        head.ReadYear();
        head.SkipNames();
        while (head.reader.TokenType != JsonTokenType.EndArray)
            head.reader.Read();
        while (head.reader.Read() && head.reader.TokenType == JsonTokenType.PropertyName)
        {
            var isExtract = head.reader.ValueTextEquals("extract"u8);
            head.reader.Read();
            if (isExtract)
                return head.Text(ref plain);
            head.reader.Skip();
        }
        return default;
    }

    /// <summary>A text of a document, not escaped, that was found before.</summary>
    /// <param name="document">The document.</param>
    /// <param name="place">Where in it.</param>
    /// <param name="plain">Holds it when the document has it escaped; replaced by a longer one when too short.</param>
    public static ReadOnlySpan<byte> TextAt(ReadOnlySpan<byte> document, TextPlace place, ref byte[] plain)
    {
        if (place.Length == 0)
            return default;
        var text = document.Slice(place.Quote + 1, place.Length);
        if (!text.Contains((byte)'\\'))
            return text;
        var head = new DocumentHead { reader = new Utf8JsonReader(document.Slice(place.Quote, place.Length + 2)) };
        head.reader.Read();
        return head.Text(ref plain);
    }

    private ReadOnlySpan<byte> Text(ref byte[] plain)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        if (plain.Length < reader.ValueSpan.Length)
            plain = new byte[reader.ValueSpan.Length];
        return plain.AsSpan(0, reader.CopyString(plain));
    }

    private void Skip(int tokens)
    {
        for (; tokens > 0; tokens--)
            reader.Read();
    }
}

/// <summary>Where a text stands in a document.</summary>
/// <param name="Quote">Where its quote does.</param>
/// <param name="Length">Bytes behind that, as they stand there; 0 when there is none.</param>
internal readonly record struct TextPlace(int Quote, int Length);
