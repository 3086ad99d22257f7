using System.Diagnostics;
using System.Text.Json;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Parts;

/// <summary>Reads the fields that a document begins with, in their order: title, year, cast, genres.</summary>
/// <remarks>By what <see cref="DocumentFormat"/> promises of documents, which nobody else writes. A reader of any JSON takes several times as
/// long, and most of all in the first second of a process, when a start builds all of its index with it.</remarks>
internal ref struct DocumentHead
{
    private readonly ReadOnlySpan<byte> document;
    private int at; // What is to be read next.

    public DocumentHead(ReadOnlySpan<byte> document)
    {
        this.document = document;
        at = DocumentFormat.IdStart - 1;
        SkipText();
        Take(",\"title\":"u8);
    }

    private static ReadOnlySpan<byte> Genres => ",\"genres\":["u8;

    /// <summary>The title, not escaped.</summary>
    /// <param name="plain">Holds it when the document has it escaped; replaced by a longer one when too short.</param>
    public ReadOnlySpan<byte> ReadTitle(ref byte[] plain) => ReadText(ref plain);

    public void SkipTitle() => SkipText();

    public int ReadYear()
    {
        Take(",\"year\":"u8);
        var year = 0;
        for (; document[at] is >= (byte)'0' and <= (byte)'9'; at++)
            year = (year * 10) + document[at] - '0';
        Take(",\"cast\":["u8);
        return year;
    }

    /// <summary>The next name of the cast or, after its end, of the genres.</summary>
    /// <returns>False at the end of either list.</returns>
    public bool ReadName(ref byte[] plain, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!GoToName())
            return false;
        name = ReadText(ref plain);
        return true;
    }

    /// <summary>Leaves out the names of the list at hand.</summary>
    /// <returns>How many there were.</returns>
    public int SkipNames()
    {
        var count = 0;
        for (; GoToName(); count++)
            SkipText();
        return count;
    }

    /// <summary>Reads what comes after the genres.</summary>
    /// <returns>Where the extract stands, and whether there is a picture.</returns>
    public (TextPlace Extract, bool HasThumbnail) ReadRest()
    {
        var extract = default(TextPlace);
        while (document[at] == ',')
        {
            switch (ReadField())
            {
                case KnownField.Href:
                    SkipText();
                    break;
                case KnownField.Extract:
                    var quote = at;
                    SkipText();
                    extract = new TextPlace(quote, at - quote - 2);
                    break;
                case KnownField.Thumbnail:
                    return (extract, true);
                default:
                    return (extract, false); // Behind all of these.
            }
        }
        return (extract, false);
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
        head.SkipNames();
        return TextAt(document, head.ReadRest().Extract, ref plain);
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
        return text.Contains((byte)'\\') ? Unescape(document.Slice(place.Quote, place.Length + 2), ref plain) : text;
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> json, ref byte[] plain)
    {
        if (plain.Length < json.Length)
            plain = new byte[json.Length];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return plain.AsSpan(0, reader.CopyString(plain));
    }

    private ReadOnlySpan<byte> ReadText(ref byte[] plain)
    {
        var quote = at;
        return SkipText() ? Unescape(document[quote..at], ref plain) : document[(quote + 1)..(at - 1)];
    }

    /// <summary>Goes behind a text.</summary>
    /// <returns>Whether anything in it is escaped.</returns>
    private bool SkipText()
    {
        Debug.Assert(document[at] == '"');
        at++;
        for (var isEscaped = false; ; isEscaped = true)
        {
            at += ByteSearch.IndexOfEscaped(document[at..]);
            if (document[at] == '"')
            {
                at++;
                return isEscaped;
            }
            at += 2; // What is behind the backslash, too, which may be a quote.
        }
    }

    /// <summary>Goes to the next name of the list at hand; from its end to the next list, if there is one.</summary>
    private bool GoToName()
    {
        if (document[at] == ']')
        {
            at++;
            if (document[at..].StartsWith(Genres))
                at += Genres.Length;
            return false;
        }
        if (document[at] == ',')
            at++;
        return true;
    }

    private KnownField ReadField()
    {
        at++;
        var quote = at;
        SkipText();
        var field = KnownFields.Of(document[(quote + 1)..(at - 1)]);
        Take(":"u8);
        return field;
    }

    private void Take(ReadOnlySpan<byte> expected)
    {
        Debug.Assert(document[at..].StartsWith(expected));
        at += expected.Length;
    }
}

/// <summary>Where a text stands in a document.</summary>
/// <param name="Quote">Where its quote does.</param>
/// <param name="Length">Bytes behind that, as they stand there; 0 when there is none.</param>
internal readonly record struct TextPlace(int Quote, int Length);
