using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MovieGrains.Catalog.Text;

/// <summary>Builds a text in which ASCII is lower-cased and white space is collapsed to single blanks and trimmed.</summary>
/// <remarks>
/// The one inner loop of <see cref="Folding"/> and <see cref="IdentityText"/>. Nearly all text is ASCII without two
/// blanks in a row, so sixteen bytes at a time are checked for that and stored whole; only a block that has such blanks
/// is written byte by byte. What has to do with such blocks is not compiled ahead, as vectors are the runtime's own; it is optimized when it is
/// first called, as a first load folds every text with it.
/// </remarks>
internal ref struct CollapsingWriter
{
    private const int Block = AsciiBlock.Size;

    private readonly byte _grave;
    private byte[] _buffer;
    private int _length;

    /// <summary>1 when a blank would be dropped here (at the start, or after a blank), else 0: a carry between blocks.</summary>
    private uint _afterBlank;

    /// <summary>Starts an empty text.</summary>
    /// <param name="scratch">The buffer to write in, if it is large enough.</param>
    /// <param name="expected">Bytes that the text is likely to have; it may have more.</param>
    /// <param name="grave">What a grave accent becomes, the one ASCII character on which the two callers differ.</param>
    public CollapsingWriter(byte[] scratch, int expected, byte grave)
    {
        _buffer = scratch.Length >= expected + Block ? scratch : new byte[expected + Block];
        _grave = grave;
        _afterBlank = 1;
    }

    /// <summary>Appends the ASCII bytes that a text begins with.</summary>
    /// <returns>How many there were; the text's length when it is all ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AppendAscii(scoped ReadOnlySpan<byte> text)
    {
        var done = 0;
        for (; text.Length - done >= Block; done += Block)
        {
            var block = Vector128.Create(text.Slice(done, Block));
            var foreign = block.ExtractMostSignificantBits();
            if (foreign != 0)
                return done + AppendBlock(block, BitOperations.TrailingZeroCount(foreign));
            AppendBlock(block, Block);
        }
        return done == text.Length ? done : done + AppendTail(text[done..]);
    }

    /// <summary>Appends text that is in its final form already, but for blanks that may have to be dropped.</summary>
    public void Append(scoped ReadOnlySpan<byte> folded)
    {
        Reserve(folded.Length);
        foreach (var b in folded)
        {
            var blank = b == (byte)' ' ? 1u : 0u;
            if ((blank & _afterBlank) != 0)
                continue;
            _buffer[_length++] = b;
            _afterBlank = blank;
        }
    }

    /// <summary>Ends the text, without the blank that it may end with.</summary>
    /// <param name="scratch">Receives the buffer, so that the caller can use it again.</param>
    public readonly ReadOnlySpan<byte> Finish(ref byte[] scratch)
    {
        scratch = _buffer;
        var trailing = _length > 0 ? (int)_afterBlank : 0;
        return scratch.AsSpan(0, _length - trailing);
    }

    /// <summary>A last block that is not full, padded with NUL bytes that are not counted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AppendTail(scoped ReadOnlySpan<byte> text)
    {
        Debug.Assert(text.Length is > 0 and < Block, "Full blocks are the caller's.");
        var block = AsciiBlock.Pad(text);
        var foreign = block.ExtractMostSignificantBits();
        return AppendBlock(block, foreign == 0 ? text.Length : BitOperations.TrailingZeroCount(foreign));
    }

    /// <summary>Appends the first bytes of a block, all ASCII; what stands after them is ignored.</summary>
    /// <returns>How many there were.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AppendBlock(Vector128<byte> block, int count)
    {
        var isBlank = AsciiBlock.IsWhiteSpace(block);
        var lower = AsciiBlock.ToLower(block, isBlank, _grave);
        var blanks = isBlank.ExtractMostSignificantBits() & ((1u << count) - 1);
        var before = (blanks << 1) | _afterBlank;
        Reserve(Block);
        if ((blanks & before) != 0)
        {
            AppendCollapsed(lower, count);
            return count;
        }
        // All sixteen are stored, the ones past the count to be overwritten: one store is cheaper than an exact copy.
        lower.CopyTo(_buffer.AsSpan(_length));
        _length += count;
        _afterBlank = (before >> count) & 1;
        return count;
    }

    private void AppendCollapsed(Vector128<byte> lower, int count)
    {
        Span<byte> bytes = stackalloc byte[Block];
        lower.CopyTo(bytes);
        Append(bytes[..count]);
    }

    /// <summary>Makes room. Doubling keeps the cost of a text that expands proportional to its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, (2 * _buffer.Length) + bytes);
    }
}
