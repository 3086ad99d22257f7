using Microsoft.Win32.SafeHandles;
using MovieGrains.Ingest.Reading;

namespace MovieGrains.Ingest.Sources;

/// <summary>A local file, read from its start to its end by blocks.</summary>
/// <remarks>
/// Linux reads files synchronously whatever .NET calls it; a FileStream hands each block to another thread and back,
/// which takes longer than the block itself does on a busy machine. So a read here just reads.
/// </remarks>
internal sealed class LocalFile(SafeFileHandle handle) : ForwardStream
{
    private long _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(handle, buffer, _position);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            handle.Dispose();
        base.Dispose(disposing);
    }
}
