using System.Buffers;
using System.IO.Compression;

namespace MovieGrains.Http.Answers;

/// <summary>Codes bodies with brotli or gzip.</summary>
/// <remarks>
/// At the quick end of both: bodies are made per request and read once, so that time spent here is a reader's wait. Never
/// the default of brotli (11), which takes a hundred times as long, but for what is coded once and for all.
/// </remarks>
internal static class BodyCoder
{
    private const int BrotliQuality = 4;

    /// <summary>Brotli's window, as a power of two: larger than nearly all bodies, and little memory to set up.</summary>
    private const int BrotliWindow = 18;

    private const int BestQuality = 11;
    private const int BestWindow = 22;

    /// <summary>Codes a body.</summary>
    public static void Code(ContentCoding coding, ReadOnlySpan<byte> body, PooledBuffer into)
    {
        if (coding == ContentCoding.Brotli)
            Brotli(body, into, BrotliQuality, BrotliWindow);
        else
            Gzip(body, into, CompressionLevel.Fastest);
    }

    /// <summary>Codes a body that is kept and sent to many: as small as it gets, whatever time that takes.</summary>
    public static void CodeOnce(ContentCoding coding, ReadOnlySpan<byte> body, PooledBuffer into)
    {
        if (coding == ContentCoding.Brotli)
            Brotli(body, into, BestQuality, BestWindow);
        else
            Gzip(body, into, CompressionLevel.SmallestSize);
    }

    /// <summary>Begins a gzip stream into a buffer.</summary>
    public static GZipStream GzipInto(PooledBuffer into) => GzipInto(into, CompressionLevel.Fastest);

    /// <summary>Begins a brotli stream.</summary>
    public static BrotliEncoder NewBrotli() => new(BrotliQuality, BrotliWindow);

    private static GZipStream GzipInto(PooledBuffer into, CompressionLevel level) => new(new BufferStream(into), level, leaveOpen: false);

    private static void Brotli(ReadOnlySpan<byte> body, PooledBuffer into, int quality, int window)
    {
        var room = into.GetSpan(BrotliEncoder.GetMaxCompressedLength(body.Length));
        if (!BrotliEncoder.TryCompress(body, room, out var written, quality, window))
            throw new InvalidOperationException("Brotli needed more room than its own bound.");
        into.Advance(written);
    }

    private static void Gzip(ReadOnlySpan<byte> body, PooledBuffer into, CompressionLevel level)
    {
        using var gzip = GzipInto(into, level);
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
