using System.Buffers;

namespace MovieGrains.Http.Answers;

/// <summary>Takes an answer's bytes in one piece, and serves for one answer after another.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    /// <summary>A page of 20 movies has some 12 kB.</summary>
    private const int FirstBytes = 1 << 14;

    /// <summary>What a rare large answer took beyond this is given back after it.</summary>
    private const int KeptBytes = 1 << 18;

    private byte[] _bytes = [];
    private int _written;

    /// <summary>The bytes so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _written);

    /// <summary>Forgets the answer before.</summary>
    public void Clear()
    {
        _written = 0;
        if (_bytes.Length > KeptBytes)
            Replace([]);
    }

    /// <summary>Forgets the answer, and gives all memory back.</summary>
    public void Release()
    {
        _written = 0;
        Replace([]);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        _written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_written);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_written);
    }

    private void Reserve(int sizeHint)
    {
        var wanted = _written + Math.Max(sizeHint, 1);
        if (wanted <= _bytes.Length)
            return;
        var doubled = (int)Math.Min(2L * _bytes.Length, Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, Math.Max(wanted, doubled)));
        _bytes.AsSpan(0, _written).CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] bytes)
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
    }
}
