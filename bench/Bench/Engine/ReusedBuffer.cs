using System.Buffers;

namespace MovieGrains.Bench.Engine;

/// <summary>Takes answer after answer in the same memory, so that what is allocated is the engine's doing.</summary>
internal sealed class ReusedBuffer : IBufferWriter<byte>
{
    private byte[] bytes = new byte[1 << 20];

    /// <summary>Bytes written since the last <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What was written since then, good until more is.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return bytes.AsSpan(Length);
    }

    private void Grow(int sizeHint)
    {
        if (bytes.Length - Length < Math.Max(1, sizeHint))
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + sizeHint));
    }
}
