using System.IO.Compression;
using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Ingest.Reading;

/// <summary>Reads a drop file from a stream, decompressed where it is gzip by its first bytes, and cuts it into records.</summary>
public sealed class DropFileReader : IAsyncDisposable
{
    private const int MagicBytes = 2;

    private readonly Stream _stream;
    private readonly StoredContent _stored;
    private readonly GZipStream? _gzip;
    private readonly GzipSeal _seal = new();
    private FileFault? _refusal;

    private DropFileReader(Stream stream, ReadOnlyMemory<byte> head, int blockBytes)
    {
        var isGzip = head.Span.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        _stream = stream;
        _stored = new StoredContent(head, stream, isGzip ? GzipSeal.Member : default);
        _gzip = isGzip ? new GZipStream(_stored, CompressionMode.Decompress, leaveOpen: true) : null;
        Records = new RecordSplitter(blockBytes);
    }

    /// <summary>Cuts the file; its <see cref="RecordSplitter.Next"/> is called by <see cref="Next"/>.</summary>
    public RecordSplitter Records { get; }

    /// <summary>Bytes read so far, as stored.</summary>
    public long BytesRead => _stored.BytesRead;

    /// <summary>Why the file is refused, once <see cref="Next"/> says that it is.</summary>
    public FileFault? Refusal => _refusal ?? Records.Refusal;

    /// <summary>Begins to read; the reader disposes the stream.</summary>
    /// <exception cref="UnreadableFileException">The stream failed.</exception>
    public static async ValueTask<DropFileReader> OpenAsync(
        Stream stream, int blockBytes = RecordSplitter.DefaultBlockBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[MagicBytes];
        try
        {
            var read = await stream.ReadAtLeastAsync(head, MagicBytes, throwOnEndOfStream: false, cancellationToken);
            return new DropFileReader(stream, head.AsMemory(0, read), blockBytes);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            if (cancellationToken.IsCancellationRequested)
                throw;
            throw new UnreadableFileException(e);
        }
    }

    /// <summary>Goes on to the next record; when that needs bytes, <see cref="FillAsync"/> reads them.</summary>
    public SplitStep Next() => _refusal is null ? Records.Next() : SplitStep.Refused;

    /// <summary>Reads on.</summary>
    /// <exception cref="UnreadableFileException">The stream failed.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var room = Records.Room();
        try
        {
            var read = await (_gzip ?? (Stream)_stored).ReadAsync(room, cancellationToken);
            if (_gzip is not null)
                _seal.See(room.Span[..read]);
            if (read > 0)
                Records.Took(read);
            else
                Complete();
        }
        catch (InvalidDataException)
        {
            Refuse("The gzip file is corrupt.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_gzip is not null)
            await _gzip.DisposeAsync();
        await _stored.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private void Complete()
    {
        if (_gzip is null || _seal.IsIntact)
            Records.Complete();
        else
            Refuse("The gzip file is torn off, or something that isn't gzip follows its end.");
    }

    private void Refuse(string reason) => _refusal = new FileFault(Records.LineRead, reason);
}
