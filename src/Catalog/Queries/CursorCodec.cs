using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Queries;

/// <summary>Cursors as text, bound to the query and order that they were given out for.</summary>
/// <remarks>
/// Base64url of: version (1 byte, 1) · binding to filters and order (8) · year (2) · length of the id (1) · id ·
/// folded title or, by relevance, the score (4) · checksum of all before (4), integers little-endian. The checksum tells a damaged or made-up cursor
/// from a real one; it guards no secret, as a cursor names nothing that the query could not reach anyway.
/// </remarks>
public static class CursorCodec
{
    private const byte Version = 1;
    private const ulong YearTag = 100, SearchTag = 101; // No TextField has them.
    private const int HeaderBytes = 1 + 8 + 2 + 1;
    private const int ChecksumBytes = 4;
    private const int MaxBytes = HeaderBytes + byte.MaxValue + Limits.TitleBytes + ChecksumBytes;

    /// <summary>The cursor's text.</summary>
    public static string Encode(Cursor cursor, Query query)
    {
        Span<byte> id = stackalloc byte[byte.MaxValue];
        return Encode(cursor.Year, cursor.Title, id[..Encoding.ASCII.GetBytes(cursor.Id, id)], cursor.Score, query);
    }

    /// <summary>The text of a cursor that is not made first: nearly every answer has one.</summary>
    internal static string Encode(int year, ReadOnlySpan<byte> title, ReadOnlySpan<byte> id, int score, Query query)
    {
        var place = query.Sort.IsByRelevance ? sizeof(int) : title.Length;
        var length = HeaderBytes + id.Length + place + ChecksumBytes;
        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[1..], Binding(query));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[9..], (ushort)year);
        bytes[11] = (byte)id.Length;
        id.CopyTo(bytes[HeaderBytes..]);
        if (query.Sort.IsByRelevance)
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(HeaderBytes + id.Length)..], score);
        else
            title.CopyTo(bytes[(HeaderBytes + id.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^ChecksumBytes..], Checksum(bytes));
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
        if (query.Sort.IsByRelevance)
        {
            if (read!.Title.Length != sizeof(int))
                return CursorFault.Malformed;
            read = read with { Title = [], Score = BinaryPrimitives.ReadInt32LittleEndian(read.Title) };
        }
        cursor = read;
        return CursorFault.None;
    }

    private static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length > Base64Url.GetEncodedLength(MaxBytes) || !Base64Url.IsValid(text))
            return false;
        bytes = Base64Url.DecodeFromChars(text); // Which takes blanks and padding, too; a cursor has neither.
        return bytes.Length >= HeaderBytes + ChecksumBytes
            && text.Length == Base64Url.GetEncodedLength(bytes.Length)
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

    private static uint Checksum(ReadOnlySpan<byte> bytes) => (uint)XxHash64.Hash(bytes[..^ChecksumBytes]);

    /// <summary>A hash of all that decides which movies come and in which order. Sums, so that filters and alternatives
    /// that mean the same count the same in whatever order they are given.</summary>
    private static ulong Binding(Query query)
    {
        ulong sum = 0;
        foreach (var key in query.Sort.Keys)
            sum = (sum * 5) + ((ulong)key.Field * 2) + (key.Descending ? 2u : 1u);
        foreach (var filter in query.Texts)
        {
            ulong alternatives = 0;
            foreach (var alternative in filter.Alternatives)
                alternatives += XxHash64.Hash(alternative);
            sum += Mixed(alternatives, (ulong)filter.Field + 1);
        }
        foreach (var filter in query.Years)
        {
            ulong ranges = 0;
            foreach (var range in filter.Ranges)
                ranges += Mixed((ulong)range.First, (ulong)range.Last);
            sum += Mixed(ranges, YearTag);
        }
        // The text as it is given: a blank at its end is a difference.
        if (query.Search is { } search)
            sum += Mixed(XxHash64.Hash(Encoding.UTF8.GetBytes(search.Text)), SearchTag);
        return Mixed(sum, Version);
    }

    private static ulong Mixed(ulong a, ulong b)
    {
        Span<byte> both = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(both, a);
        BinaryPrimitives.WriteUInt64LittleEndian(both[8..], b);
        return XxHash64.Hash(both);
    }
}
