using System.Numerics;
using System.Runtime.CompilerServices;

namespace MovieGrains.Catalog.Postings;

/// <summary>The numbers of a bitmap, ascending, for <c>foreach</c>.</summary>
internal ref struct BitmapNumbers(ReadOnlySpan<ulong> words)
{
    private readonly ReadOnlySpan<ulong> words = words;
    private int next;   // The word after the one being read.
    private ulong rest; // Its numbers not yet given.

    public int Current { get; private set; }

    public readonly BitmapNumbers GetEnumerator() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        while (rest == 0)
        {
            if (next == words.Length)
                return false;
            rest = words[next++];
        }
        Current = ((next - 1) << 6) + BitOperations.TrailingZeroCount(rest);
        rest &= rest - 1;
        return true;
    }
}
