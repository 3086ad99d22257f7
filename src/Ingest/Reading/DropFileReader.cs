using System.IO.Compression;
using MovieGrains.Catalog.Records.Splitting;

namespace MovieGrains.Ingest.Reading;

/// <summary>Reads a drop file from a stream, decompressed where it is gzip by its first bytes, and cuts it into records.</summary>
public sealed class DropFileReader : IAsyncDisposable
{
    private const int MagicBytes = 2;

    /// <summary>How many times as large is the content of a gzip file? About so many for JSON; only a guess at a buffer's size.</summary>
    private const int GzipRatio = 8;

    /// <summary>What is read at a time of the smallest file.</summary>
    private const int MinBlockBytes = 512;

    private readonly Stream _stream;
    private readonly StoredContent _stored;
    private readonly GZipStream? _gzip;
    private readonly GzipSeal _seal = new();
    private FileFault? _refusal;

    private DropFileReader(Stream stream, ReadOnlyMemory<byte> head, long storedBytes, int blockBytes)
    {
        var isGzip = head.Span.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        _stream = stream;
        _stored = new StoredContent(head, stream, isGzip ? GzipSeal.Member : default);
        _gzip = isGzip ? new GZipStream(_stored, CompressionMode.Decompress, leaveOpen: true) : null;
        Records = new RecordSplitter(BlockFor(isGzip ? storedBytes * GzipRatio : storedBytes, blockBytes));
    }

    /// <summary>Cuts the file; its <see cref="RecordSplitter.Next"/> is called by <see cref="Next"/>.</summary>
    public RecordSplitter Records { get; }

    /// <summary>Bytes read so far, as stored.</summary>
    public long BytesRead => _stored.BytesRead;

    /// <summary>Whether the stored bytes have come to their end.</summary>
    public bool HasEnded => _stored.HasEnded;

    /// <summary>Why the file is refused, once <see cref="Next"/> says that it is.</summary>
    public FileFault? Refusal => _refusal ?? Records.Refusal;

    /// <summary>Begins to read; the reader disposes the stream.</summary>
    /// <param name="stream">The file's bytes, as stored.</param>
    /// <param name="storedBytes">How many there are, about: a file much smaller than a block gets a smaller one.</param>
    /// <param name="blockBytes">Bytes read at a time, at most.</param>
    /// <param name="cancellationToken">Ends the wait for the first bytes.</param>
    /// <exception cref="UnreadableFileException">The stream failed.</exception>
    public static async ValueTask<DropFileReader> OpenAsync(
        Stream stream, long storedBytes, int blockBytes = RecordSplitter.DefaultBlockBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[MagicBytes];
        try
        {
            var read = await stream.ReadAtLeastAsync(head, MagicBytes, throwOnEndOfStream: false, cancellationToken);
            return new DropFileReader(stream, head.AsMemory(0, read), storedBytes, blockBytes);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            if (cancellationToken.IsCancellationRequested || e is UnreadableFileException)
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

    /// <summary>Room for the whole file and to find that it has ended, or a block: twenty thousand small files must not take
    /// twenty thousand large buffers.</summary>
    private static int BlockFor(long contentBytes, int blockBytes) =>
        (int)Math.Min(blockBytes, Math.Max(MinBlockBytes, contentBytes + 1));

    private void Complete()
    {
        if (_gzip is null || _seal.IsIntact)
            Records.Complete();
        else
            Refuse("The gzip file is torn off, or something that isn't gzip follows its end.");
    }

    private void Refuse(string reason) => _refusal = new FileFault(Records.LineRead, reason);
}
