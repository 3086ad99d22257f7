using System.Buffers.Text;

namespace MovieGrains.Bench.Load;

/// <summary>Tells where an HTTP/1.1 response ends, from its bytes as they come in.</summary>
/// <remarks>
/// It knows what our servers send: a status line, headers with Content-Length, a body. A response without a length, such as
/// a chunked one, is a <see cref="BenchException"/>: a measurement of something else than was meant. It looks at each header once.
/// </remarks>
internal sealed class ResponseReader
{
    private readonly byte[] head = new byte[8 << 10];
    private int headLength;
    private long bodyLeft = -1;

    /// <summary>The status of the response that ended last, or whose headers are in.</summary>
    public int Status { get; private set; }

    /// <summary>Bytes of its body.</summary>
    public long BodyLength { get; private set; }

    /// <summary>Takes in bytes of one response; more than it has is an error, as nothing is pipelined.</summary>
    /// <returns>Whether the response has ended.</returns>
    public bool Take(ReadOnlySpan<byte> bytes)
    {
        if (bodyLeft < 0)
        {
            var before = headLength;
            var taken = Math.Min(bytes.Length, head.Length - headLength);
            bytes[..taken].CopyTo(head.AsSpan(headLength));
            headLength += taken;
            // The end may lie across two reads, so the search begins three bytes early.
            var from = Math.Max(0, before - 3);
            var end = head.AsSpan(from, headLength - from).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return headLength < head.Length ? false : throw new BenchException("A response has headers of more than 8 kB.");
            ReadHead(head.AsSpan(0, from + end + 2));
            bytes = bytes[(from + end + 4 - before)..];
        }
        bodyLeft -= bytes.Length;
        if (bodyLeft < 0)
            throw new BenchException("A response is longer than it says.");
        if (bodyLeft > 0)
            return false;
        headLength = 0;
        bodyLeft = -1;
        return true;
    }

    private void ReadHead(ReadOnlySpan<byte> lines)
    {
        if (!lines.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(lines[9..], out int status, out _))
            throw new BenchException("What came back is not HTTP/1.1.");
        Status = status;
        bodyLeft = status is 204 or 304 ? 0 : ContentLength(lines);
        BodyLength = bodyLeft;
    }

    private static long ContentLength(ReadOnlySpan<byte> lines)
    {
        foreach (var range in lines.Split("\r\n"u8))
        {
            var line = lines[range];
            const int nameLength = 15;
            if (line.Length > nameLength && System.Text.Ascii.EqualsIgnoreCase(line[..nameLength], "content-length:"u8)
                && Utf8Parser.TryParse(line[nameLength..].Trim((byte)' '), out long length, out _) && length >= 0)
            {
                return length;
            }
        }
        throw new BenchException("A response has no Content-Length.");
    }
}
