using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Queries;

/// <summary>Cursors as text, bound to the query and order that they were given out for.</summary>
/// <remarks>
/// Base64url of: version (1 byte, 1) · binding to filters and order (8) · year (2) · length of the id (1) · id ·
/// folded title · checksum of all before (4), integers little-endian. The checksum tells a damaged or made-up cursor
/// from a real one; it guards no secret, as a cursor names nothing that the query could not reach anyway.
/// </remarks>
public static class CursorCodec
{
    private const byte Version = 1;
    private const int HeaderBytes = 1 + 8 + 2 + 1;
    private const int ChecksumBytes = 4;
    private const int MaxBytes = HeaderBytes + byte.MaxValue + Limits.TitleBytes + ChecksumBytes;

    /// <summary>The cursor's text.</summary>
    public static string Encode(Cursor cursor, Query query)
    {
        var id = Encoding.ASCII.GetBytes(cursor.Id);
        var bytes = new byte[HeaderBytes + id.Length + cursor.Title.Length + ChecksumBytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), Binding(query));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(9), (ushort)cursor.Year);
        bytes[11] = (byte)id.Length;
        id.CopyTo(bytes, HeaderBytes);
        cursor.Title.CopyTo(bytes, HeaderBytes + id.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - ChecksumBytes), Checksum(bytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads the text of a cursor.</summary>
    /// <param name="text">As it was given out, or anything else.</param>
    /// <param name="query">The query that it comes with.</param>
    /// <param name="cursor">The place, when there is no fault.</param>
    public static CursorFault TryDecode(string text, Query query, out Cursor? cursor)
    {
        cursor = null;
        if (!TryBytes(text, out var bytes) || bytes[0] != Version || !TryRead(bytes, out var read))
            return CursorFault.Malformed;
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(1)) != Binding(query))
            return CursorFault.OtherQuery;
        cursor = read;
        return CursorFault.None;
    }

    private static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length > Base64Url.GetEncodedLength(MaxBytes) || !Base64Url.IsValid(text))
            return false;
        bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length >= HeaderBytes + ChecksumBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - ChecksumBytes)) == Checksum(bytes);
    }

    private static bool TryRead(byte[] bytes, out Cursor? cursor)
    {
        cursor = null;
        int idLength = bytes[11], titleLength = bytes.Length - HeaderBytes - ChecksumBytes - idLength;
        if (titleLength < 0)
            return false;
        cursor = new Cursor(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(9)),
            bytes.AsSpan(HeaderBytes + idLength, titleLength).ToArray(),
            Encoding.ASCII.GetString(bytes, HeaderBytes, idLength));
        return true;
    }

    private static uint Checksum(byte[] bytes) => (uint)XxHash64.Hash(bytes.AsSpan(0, bytes.Length - ChecksumBytes));

    /// <summary>A hash of all that decides which movies come and in which order; equal for filters that mean the same
    /// after folding, in whatever order they are given.</summary>
    private static ulong Binding(Query query)
    {
        var filters = new List<string>();
        foreach (var filter in query.Texts)
            filters.Add($"{filter.Field}={string.Join('|', filter.Alternatives.Select(Convert.ToHexString).Order(StringComparer.Ordinal))}");
        foreach (var filter in query.Years)
            filters.Add("Year=" + string.Join('|', filter.Ranges.Select(r => $"{r.First}..{r.Last}").Order(StringComparer.Ordinal)));
        filters.Sort(StringComparer.Ordinal);
        return XxHash64.Hash(Encoding.UTF8.GetBytes($"{query.Sort};{string.Join(';', filters)}"));
    }
}
