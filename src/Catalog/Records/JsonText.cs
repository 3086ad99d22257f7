using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Records;

/// <summary>JSON strings with as few escapes as JSON allows: quote, backslash and the control characters.</summary>
internal static class JsonText
{
    /// <summary>Appends a quoted string.</summary>
    /// <param name="destination">Takes it.</param>
    /// <param name="utf8">Valid UTF-8, not escaped.</param>
    public static void Append(ByteBuffer destination, ReadOnlySpan<byte> utf8)
    {
        destination.Append((byte)'"');
        for (int at; (at = ByteSearch.IndexOfEscaped(utf8)) >= 0; utf8 = utf8[(at + 1)..])
        {
            destination.Append(utf8[..at]);
            AppendEscape(destination, utf8[at]);
        }
        destination.Append(utf8);
        destination.Append((byte)'"');
    }

    private static void AppendEscape(ByteBuffer destination, byte c)
    {
        destination.Append((byte)'\\');
        switch (c)
        {
            case (byte)'"' or (byte)'\\': destination.Append(c); break;
            case (byte)'\b': destination.Append((byte)'b'); break;
            case (byte)'\f': destination.Append((byte)'f'); break;
            case (byte)'\n': destination.Append((byte)'n'); break;
            case (byte)'\r': destination.Append((byte)'r'); break;
            case (byte)'\t': destination.Append((byte)'t'); break;
            default:
                destination.Append("u00"u8);
                destination.Append((byte)('0' + (c >> 4)));
                destination.Append("0123456789abcdef"u8[c & 15]);
                break;
        }
    }
}
