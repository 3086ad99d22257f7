using System.Diagnostics;

namespace MovieGrains.Catalog.Postings;

/// <summary>Sorts keys together with the numbers that they belong to; numbers of equal keys stay in their order.</summary>
/// <remarks>
/// By one byte of the keys after the other, the lowest first, each of which deals the keys out to 256 places; a byte that is the same in
/// all keys is passed over. Useful for the many keys of an index being built, which take as much memory again while they are sorted; so the
/// sorts of one index share it (<see cref="BuildBuffers"/>).
/// Of these types, unlike <see cref="Array.Sort{TKey, TValue}(TKey[], TValue[])"/>, so that it is compiled ahead: a first load would sort
/// with code that is not yet optimized.
/// </remarks>
internal static class KeySort
{
    private const int Digits = sizeof(ulong), Values = 256;

    /// <summary>Up to how many keys are put in their places one by one sooner than counted?</summary>
    private const int Few = 48;

    /// <summary>Sorts.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="numbers">As many numbers.</param>
    /// <param name="buffers">To sort in.</param>
    public static void Sort(Span<ulong> keys, Span<int> numbers, BuildBuffers? buffers = null)
    {
        Debug.Assert(keys.Length == numbers.Length, "Each key has a number.");
        if (keys.Length <= Few)
            SortFew(keys, numbers);
        else
            SortMany(keys, numbers, buffers ?? new BuildBuffers());
    }

    private static void SortFew(Span<ulong> keys, Span<int> numbers)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var (key, number) = (keys[i], numbers[i]);
            var place = i;
            for (; place > 0 && keys[place - 1] > key; place--)
                (keys[place], numbers[place]) = (keys[place - 1], numbers[place - 1]);
            (keys[place], numbers[place]) = (key, number);
        }
    }

    private static void SortMany(Span<ulong> keys, Span<int> numbers, BuildBuffers buffers)
    {
        var counts = Count(keys);
        Span<ulong> fromKeys = keys, toKeys = buffers.DealtKeys(keys.Length);
        Span<int> fromNumbers = numbers, toNumbers = buffers.DealtNumbers(keys.Length);
        for (var digit = 0; digit < Digits; digit++)
        {
            var ofDigit = counts.AsSpan(digit * Values, Values);
            if (ofDigit[Digit(keys[0], digit)] == keys.Length)
                continue;
            Deal(fromKeys, fromNumbers, toKeys, toNumbers, digit, ofDigit);
            var keysDealt = toKeys;
            toKeys = fromKeys;
            fromKeys = keysDealt;
            var numbersDealt = toNumbers;
            toNumbers = fromNumbers;
            fromNumbers = numbersDealt;
        }
        if (fromKeys == keys)
            return;
        fromKeys.CopyTo(keys);
        fromNumbers.CopyTo(numbers);
    }

    /// <summary>How often each byte comes at each place of the keys.</summary>
    private static int[] Count(ReadOnlySpan<ulong> keys)
    {
        var counts = new int[Digits * Values];
        foreach (var key in keys)
        {
            for (var digit = 0; digit < Digits; digit++)
                counts[(digit * Values) + Digit(key, digit)]++;
        }
        return counts;
    }

    private static void Deal(
        ReadOnlySpan<ulong> keys, ReadOnlySpan<int> numbers, Span<ulong> toKeys, Span<int> toNumbers, int digit, Span<int> counts)
    {
        var next = 0;
        for (var value = 0; value < Values; value++)
            (counts[value], next) = (next, next + counts[value]);
        for (var i = 0; i < keys.Length; i++)
        {
            var place = counts[Digit(keys[i], digit)]++;
            toKeys[place] = keys[i];
            toNumbers[place] = numbers[i];
        }
    }

    private static int Digit(ulong key, int digit) => (int)(key >> (8 * digit)) & (Values - 1);
}
