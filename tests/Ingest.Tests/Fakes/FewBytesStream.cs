namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A stream that gives as few bytes at a time as a network may.</summary>
internal sealed class FewBytesStream(byte[] content, int atMost) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span[..Math.Min(atMost, buffer.Length)]));
}
