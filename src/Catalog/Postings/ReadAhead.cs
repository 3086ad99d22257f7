using System.Numerics;

namespace MovieGrains.Catalog.Postings;

/// <summary>Reads places that will be looked at soon, in loops without branches: then the processor waits for all of them at once,
/// where looking at one after the other waits for each.</summary>
internal static class ReadAhead
{
    /// <summary>How many places are worth reading at once: about as many lines of memory as a core waits for at the same time.</summary>
    public const int Batch = 16;

    /// <summary>Reads the first value of some slices of an array.</summary>
    /// <param name="numbers">The numbers of the slices, at most <see cref="Batch"/>.</param>
    /// <param name="ends">Where each slice ends, which is where the next one begins.</param>
    /// <param name="values">The array.</param>
    /// <returns>What was read, mixed: the caller keeps it, so that reading is not optimised away.</returns>
    public static T Slices<T>(ReadOnlySpan<int> numbers, ReadOnlySpan<int> ends, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> starts = stackalloc int[Batch];
        for (var i = 0; i < numbers.Length; i++)
            starts[i] = numbers[i] == 0 ? 0 : ends[numbers[i] - 1];
        var mixed = T.Zero;
        foreach (var start in starts[..numbers.Length])
            mixed ^= start < values.Length ? values[start] : T.Zero;
        return mixed;
    }
}
