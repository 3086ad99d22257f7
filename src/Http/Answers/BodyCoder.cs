using System.Buffers;
using System.IO.Compression;

namespace MovieGrains.Http.Answers;

/// <summary>Codes bodies with brotli or gzip.</summary>
/// <remarks>
/// At the quick end of both: bodies are made per request and read once, so that time spent here is a reader's wait. Never
/// the default of brotli (11), which takes a hundred times as long.
/// </remarks>
internal static class BodyCoder
{
    private const int BrotliQuality = 4;

    /// <summary>Brotli's window, as a power of two: larger than nearly all bodies, and little memory to set up.</summary>
    private const int BrotliWindow = 18;

    /// <summary>Codes a body.</summary>
    public static void Code(ContentCoding coding, ReadOnlySpan<byte> body, PooledBuffer into)
    {
        if (coding == ContentCoding.Brotli)
            Brotli(body, into);
        else
            Gzip(body, into);
    }

    /// <summary>Begins a gzip stream into a buffer.</summary>
    public static GZipStream GzipInto(PooledBuffer into) => new(new BufferStream(into), CompressionLevel.Fastest, leaveOpen: false);

    /// <summary>Begins a brotli stream.</summary>
    public static BrotliEncoder NewBrotli() => new(BrotliQuality, BrotliWindow);

    private static void Brotli(ReadOnlySpan<byte> body, PooledBuffer into)
    {
        var room = into.GetSpan(BrotliEncoder.GetMaxCompressedLength(body.Length));
        if (!BrotliEncoder.TryCompress(body, room, out var written, BrotliQuality, BrotliWindow))
            throw new InvalidOperationException("Brotli needed more room than its own bound.");
        into.Advance(written);
    }

    private static void Gzip(ReadOnlySpan<byte> body, PooledBuffer into)
    {
        using var gzip = GzipInto(into);
        gzip.Write(body);
    }

    private sealed class BufferStream(IBufferWriter<byte> into) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => into.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => into.Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // There is nothing between this and the buffer.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
