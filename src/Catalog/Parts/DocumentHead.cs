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
    /// <returns>How long the extract is, in bytes as it stands there, and whether there is a picture.</returns>
    public (int Extract, bool HasThumbnail) ReadRest()
    {
        var extract = 0;
        var hasThumbnail = false;
        for (; reader.TokenType == JsonTokenType.PropertyName; reader.Read())
        {
            bool isExtract = reader.ValueTextEquals("extract"u8), isThumbnail = reader.ValueTextEquals("thumbnail"u8);
            reader.Skip();
            if (isExtract)
                extract = reader.ValueSpan.Length;
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
