using System.Diagnostics;

namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>The stretch of a file that is in memory: the record being cut and the block just read.</summary>
/// <remarks>
/// The buffer grows to <see cref="Limits.RecordBytes"/> and a block at most. Of a longer record the bytes are let go as
/// they are scanned, so that its end is still found. Positions are the buffer's own and hold until <see cref="Room"/>.
/// </remarks>
internal sealed class RecordWindow
{
    private const int Unmarked = -1;

    private readonly int _blockBytes;
    private byte[] _buffer;
    private int _filled;
    private int _from;
    private int _end = Unmarked;
    private int _lineBreak = Unmarked;
    private bool _hasRecord;
    private bool _isTooLong;
    private byte _lastLost;
    private bool _hasLostMore;
    private long _line = 1;
    private int _counted;

    public RecordWindow(int blockBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockBytes);
        _blockBytes = blockBytes;
        _buffer = new byte[2 * blockBytes];
    }

    /// <summary>What is in memory.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _filled);

    /// <summary>Where scanning is.</summary>
    public int At { get; set; }

    /// <summary>Whether the file has no further bytes.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether scanning has come to the end of what is in memory.</summary>
    public bool IsOut => At == _filled;

    /// <summary>The byte at <see cref="At"/>.</summary>
    public byte Current => _buffer[At];

    /// <summary>The line on which the current record begins.</summary>
    public long RecordLine { get; private set; }

    /// <summary>Whether the current record was longer than a record may be.</summary>
    public bool IsTooLong => _isTooLong;

    /// <summary>The marked end of the current record.</summary>
    public int MarkedEnd => _end;

    /// <summary>The line break last marked in the current record.</summary>
    public int MarkedLineBreak => _lineBreak;

    /// <summary>The bytes allocated; for the tests of the bound on memory.</summary>
    public int Capacity => _buffer.Length;

    /// <summary>Begins a record here.</summary>
    public void Begin()
    {
        _hasRecord = true;
        _from = At;
        _end = _lineBreak = Unmarked;
        _isTooLong = false;
        _lastLost = 0;
        _hasLostMore = false;
        RecordLine = LineHere();
    }

    /// <summary>The record ends here, unless what follows the blanks after it says otherwise.</summary>
    public void MarkEnd() => _end = At;

    /// <summary>If the record turns out to be broken, it ended here.</summary>
    public void MarkLineBreak() => _lineBreak = At;

    /// <summary>The record goes on.</summary>
    public void ClearEnd() => _end = Unmarked;

    /// <summary>Ends the record.</summary>
    /// <returns>Its bytes, without blanks at the end; none when it was too long.</returns>
    public ReadOnlyMemory<byte> Finish(int end)
    {
        end = Blanks.TrimEnd(Bytes, _from, end);
        _hasRecord = false;
        _end = _lineBreak = Unmarked;
        _isTooLong |= end - _from > Limits.RecordBytes;
        return _isTooLong ? default : _buffer.AsMemory(_from, end - _from);
    }

    /// <summary>Goes to the next byte that isn't blank.</summary>
    /// <returns>Whether there is one in memory.</returns>
    public bool SkipBlanks()
    {
        At = Blanks.Skip(Bytes, At);
        return !IsOut;
    }

    /// <summary>The line of the byte at <see cref="At"/>, from 1.</summary>
    public long LineHere()
    {
        CountLines(At);
        return _line;
    }

    /// <summary>The last byte of the current record before <see cref="At"/> that isn't blank.</summary>
    public byte LastSignificant()
    {
        var end = Blanks.TrimEnd(Bytes, _from, At);
        return end > _from ? _buffer[end - 1] : _lastLost;
    }

    /// <summary>Whether the current record has nothing but its first byte and blanks before <see cref="At"/>.</summary>
    public bool HasFirstByteOnly()
    {
        var from = _lastLost == 0 ? _from + 1 : _from;
        return !_hasLostMore && !_buffer.AsSpan(from, At - from).ContainsAnyExcept(Blanks.All);
    }

    /// <summary>Room for at least a block, to be read into; then call <see cref="Took"/>.</summary>
    public Memory<byte> Room()
    {
        LetGo();
        Compact();
        if (_buffer.Length - _filled < _blockBytes)
            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, Limits.RecordBytes + _blockBytes));
        Debug.Assert(_buffer.Length - _filled >= 1, "a record too long has been let go, so there is room");
        return _buffer.AsMemory(_filled);
    }

    /// <summary>So many bytes were read.</summary>
    public void Took(int bytes) => _filled += bytes;

    /// <summary>Drops what no record needs any more.</summary>
    private void LetGo()
    {
        CountLines(At);
        if (_end != Unmarked)
            DropBlanksAfterEnd();
        if (!_hasRecord)
            _from = At;
        else if (At - _from > Limits.RecordBytes)
            DropRecord();
    }

    /// <summary>A good record followed by a megabyte of blanks must not be taken for a long one.</summary>
    private void DropBlanksAfterEnd()
    {
        Debug.Assert(IsOut, "after a record's end only blanks are scanned, to the end of what there is");
        _filled = At = _counted = _end;
    }

    private void DropRecord()
    {
        _hasLostMore = !HasFirstByteOnly();
        _lastLost = LastSignificant();
        _isTooLong = true;
        _from = At;
        if (_end != Unmarked)
            _end = At;
        if (_lineBreak != Unmarked)
            _lineBreak = At;
    }

    private void Compact()
    {
        if (_from == 0)
            return;
        _buffer.AsSpan(_from, _filled - _from).CopyTo(_buffer);
        _filled -= _from;
        At -= _from;
        _counted -= _from;
        if (_end != Unmarked)
            _end -= _from;
        if (_lineBreak != Unmarked)
            _lineBreak -= _from;
        _from = 0;
    }

    private void CountLines(int to)
    {
        if (to <= _counted)
            return;
        _line += _buffer.AsSpan(_counted, to - _counted).Count((byte)'\n');
        _counted = to;
    }
}
