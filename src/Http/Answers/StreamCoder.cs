using System.Buffers;
using System.IO.Compression;

namespace MovieGrains.Http.Answers;

/// <summary>Codes a body that comes in chunks, as one stream; between chunks it holds no more than the coding's window.</summary>
/// <param name="coding">How to code; identity hands chunks through.</param>
/// <param name="coded">Takes each chunk's coded bytes, in place of the chunk's before.</param>
internal sealed class StreamCoder(ContentCoding coding, PooledBuffer coded) : IDisposable
{
    /// <summary>Room asked for at a time while brotli has more to give.</summary>
    private const int RoomBytes = 1 << 14;

    private readonly GZipStream? _gzip = coding == ContentCoding.Gzip ? BodyCoder.GzipInto(coded) : null;
    private BrotliEncoder _brotli = coding == ContentCoding.Brotli ? BodyCoder.NewBrotli() : default;

    /// <summary>Codes a chunk.</summary>
    /// <returns>What there is to send by now, perhaps nothing; holds until the next call.</returns>
    public ReadOnlyMemory<byte> Code(ReadOnlyMemory<byte> chunk)
    {
        if (coding == ContentCoding.Identity)
            return chunk;
        coded.Clear();
        if (_gzip is not null)
            _gzip.Write(chunk.Span);
        else
            Brotli(chunk.Span, isLast: false);
        return coded.Written;
    }

    /// <summary>Ends the stream. Not called for a body that has failed, so that its coding does not end as if it were whole.</summary>
    /// <returns>What remains to be sent.</returns>
    public ReadOnlyMemory<byte> End()
    {
        coded.Clear();
        if (_gzip is not null)
            _gzip.Dispose();
        else if (coding == ContentCoding.Brotli)
            Brotli([], isLast: true);
        return coded.Written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gzip?.Dispose();
        _brotli.Dispose();
    }

    // Each round either takes all there is to take, or fills the room it was given: it ends.
    private void Brotli(ReadOnlySpan<byte> chunk, bool isLast)
    {
        OperationStatus status;
        do
        {
            status = _brotli.Compress(chunk, coded.GetSpan(RoomBytes), out var taken, out var written, isLast);
            if (status == OperationStatus.InvalidData)
                throw new InvalidOperationException("Brotli refused its input.");
            chunk = chunk[taken..];
            coded.Advance(written);
        }
        while (status != OperationStatus.Done);
    }
}
