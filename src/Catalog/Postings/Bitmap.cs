using System.Numerics;
using System.Runtime.CompilerServices;

namespace MovieGrains.Catalog.Postings;

/// <summary>Sets of dense numbers as bits in words of 64: number n is bit n mod 64 of word n / 64.</summary>
internal static class Bitmap
{
    public static int WordsFor(int universe) => (universe + 63) >> 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(ReadOnlySpan<ulong> words, int number) => (words[number >> 6] >> (number & 63) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(Span<ulong> words, int number) => words[number >> 6] |= 1UL << (number & 63);

    public static int Count(ReadOnlySpan<ulong> words)
    {
        var count = 0;
        foreach (var word in words)
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>How many numbers of [<paramref name="from"/>, <paramref name="end"/>) are in the set.</summary>
    public static int Count(ReadOnlySpan<ulong> words, int from, int end)
    {
        if (from >= end)
            return 0;
        int first = from >> 6, last = (end - 1) >> 6;
        var headMask = ulong.MaxValue << (from & 63);
        var tailMask = ulong.MaxValue >> (63 - ((end - 1) & 63));
        if (first == last)
            return BitOperations.PopCount(words[first] & headMask & tailMask);
        return BitOperations.PopCount(words[first] & headMask)
            + Count(words[(first + 1)..last])
            + BitOperations.PopCount(words[last] & tailMask);
    }

    public static int CountAnd(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var count = 0;
        for (var i = 0; i < left.Length && i < right.Length; i++)
            count += BitOperations.PopCount(left[i] & right[i]);
        return count;
    }

    public static void And(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        var i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            (new Vector<ulong>(target[i..]) & new Vector<ulong>(other[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] &= other[i];
    }

    public static void AndNot(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        var i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            Vector.AndNot(new Vector<ulong>(target[i..]), new Vector<ulong>(other[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] &= ~other[i];
    }

    public static void Or(Span<ulong> target, ReadOnlySpan<ulong> other)
    {
        var i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            (new Vector<ulong>(target[i..]) | new Vector<ulong>(other[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] |= other[i];
    }

    /// <summary>Removes all numbers of [<paramref name="from"/>, <paramref name="end"/>).</summary>
    public static void ClearRange(Span<ulong> words, int from, int end)
    {
        if (from >= end)
            return;
        int first = from >> 6, last = (end - 1) >> 6;
        var headMask = ulong.MaxValue << (from & 63);
        var tailMask = ulong.MaxValue >> (63 - ((end - 1) & 63));
        if (first == last)
        {
            words[first] &= ~(headMask & tailMask);
            return;
        }
        words[first] &= ~headMask;
        words[(first + 1)..last].Clear();
        words[last] &= ~tailMask;
    }
}
