using System.IO.Compression;

namespace MovieGrains.Ingest.Reading;

/// <summary>Shows whether a gzip file was whole.</summary>
/// <remarks>
/// .NET takes the end of the bytes for the end of the content, so a file torn off anywhere decompresses without complaint;
/// and it passes over whatever follows the last member. Gzip files may be joined, so a member of our own is put behind the
/// file's bytes: only when those were whole does what it holds come out at the end. It holds blanks, which mean nothing
/// there, in an order that is no accident.
/// </remarks>
internal struct GzipSeal()
{
    private static readonly byte[] Content = " \t \t\t   \t \t  \t\t\t "u8.ToArray();

    private readonly byte[] _last = new byte[Content.Length];

    /// <summary>What to put behind the file's bytes.</summary>
    public static ReadOnlyMemory<byte> Member { get; } = Compress();

    /// <summary>Whether what was seen ends as it does when the file was whole.</summary>
    public readonly bool IsIntact => _last.AsSpan().SequenceEqual(Content);

    /// <summary>Sees decompressed bytes.</summary>
    public readonly void See(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[Math.Max(0, bytes.Length - _last.Length)..];
        _last.AsSpan(bytes.Length).CopyTo(_last);
        bytes.CopyTo(_last.AsSpan(_last.Length - bytes.Length));
    }

    private static byte[] Compress()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Content);
        return member.ToArray();
    }
}
