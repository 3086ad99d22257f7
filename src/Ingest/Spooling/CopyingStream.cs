using MovieGrains.Ingest.Reading;

namespace MovieGrains.Ingest.Spooling;

/// <summary>Reads a stream, and writes to another what it has read.</summary>
/// <remarks>The copy is written on the thread that reads: a local file takes bytes faster than another thread takes work.</remarks>
internal sealed class CopyingStream(Stream original, Stream copy) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await original.ReadAsync(buffer, cancellationToken);
        try
        {
            copy.Write(buffer.Span[..read]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SpoolFolder.Unusable(e);
        }
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        await original.DisposeAsync();
        await base.DisposeAsync();
    }
}
