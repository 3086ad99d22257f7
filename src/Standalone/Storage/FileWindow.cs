namespace MovieGrains.Standalone.Storage;

/// <summary>Reads a file from its beginning to its end, a piece of it at a time in memory.</summary>
internal sealed class FileWindow(IDiskFile file)
{
    /// <summary>Room for four usual frames with their headers: a little less, and each fourth frame would be read twice.</summary>
    private const int UsualBytes = 4 * (StorageFormat.FrameTarget + StorageFormat.FrameHeaderBytes);

    private byte[] _window = new byte[UsualBytes];
    private long _start;
    private int _count;

    /// <summary>Bytes of the file.</summary>
    public long Length { get; } = file.Length;

    /// <summary>Some bytes; fewer only when the file ends before. Good until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        count = (int)Math.Clamp(Length - offset, 0, count);
        if (offset < _start || offset + count > _start + _count)
            Fill(offset, count);
        var at = (int)(offset - _start);
        return _window.AsSpan(at, Math.Min(count, _count - at));
    }

    /// <summary>Whether some bytes are in memory, so that <see cref="Peek"/> gives them without another look at the file.</summary>
    public bool Has(long offset, int count) => offset >= _start && offset + count <= _start + _count;

    private void Fill(long offset, int count)
    {
        var size = Math.Max(count, UsualBytes);
        if (_window.Length < size || _window.Length > 4 * size)
            _window = new byte[size];
        _start = offset;
        _count = file.Read(_window.AsSpan(0, size), offset);
    }
}
