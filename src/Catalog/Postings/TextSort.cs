using System.Buffers.Binary;

namespace MovieGrains.Catalog.Postings;

/// <summary>Sorts numbers by the bytes of the texts that they stand for.</summary>
internal static class TextSort
{
    /// <summary>The text of a number.</summary>
    internal delegate ReadOnlySpan<byte> TextOf(int number);

    /// <summary>The numbers 0 .. count − 1, to be sorted.</summary>
    public static int[] Ascending(int count)
    {
        var numbers = new int[count];
        for (var i = 0; i < count; i++)
            numbers[i] = i;
        return numbers;
    }

    /// <summary>Sorts by bytes; numbers of equal texts end in no particular order.</summary>
    /// <remarks>First by the first eight bytes as one integer, which decides nearly all, then each run of equals by comparison.</remarks>
    public static void Sort(int[] numbers, TextOf textOf, BuildBuffers? buffers = null)
    {
        buffers ??= new BuildBuffers();
        var prefixes = buffers.Keys(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
            prefixes[i] = Prefix(textOf(numbers[i]));
        KeySort.Sort(prefixes, numbers, buffers);
        SortRuns(prefixes, numbers, (a, b) => textOf(a).SequenceCompareTo(textOf(b)));
    }

    /// <summary>Ranks different texts by their bytes.</summary>
    /// <returns>For each rank the text's number, and for each number the text's rank.</returns>
    public static (int[] Order, int[] Rank) Rank(TextList texts, BuildBuffers? buffers = null)
    {
        var order = Ascending(texts.Count);
        Sort(order, number => texts[number], buffers);
        return (order, RanksOf(order));
    }

    /// <summary>For each number, its place in an order.</summary>
    public static int[] RanksOf(int[] order)
    {
        var ranks = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
            ranks[order[place]] = place;
        return ranks;
    }

    /// <summary>Sorts each run of numbers whose keys are equal.</summary>
    public static void SortRuns(ReadOnlySpan<ulong> keys, Span<int> numbers, Comparison<int> comparison)
    {
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start];)
                end++;
            if (end - start > 1)
                numbers[start..end].Sort(comparison);
        }
    }

    /// <summary>The first eight bytes, big-endian, short texts filled with zeros: orders as the bytes do.</summary>
    public static ulong Prefix(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        ulong prefix = 0;
        for (var i = 0; i < 8; i++)
            prefix = (prefix << 8) | (i < text.Length ? text[i] : 0u);
        return prefix;
    }
}
