namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A stream that fails after some bytes.</summary>
internal sealed class FailingStream(byte[] content, int after) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Position < after ? new(Read(buffer.Span[..Math.Min(buffer.Length, after)])) : throw new IOException("The disk is gone.");
}
