using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Postings;

/// <summary>Memory that the steps of building a part use one after the other; of one thread.</summary>
/// <remarks>Each step would leave behind some tens of megabytes of a part of a million movies, and the runtime, which has just seen all of the
/// movies' documents live on, does not collect before the part is built: by then they were as much as the index.</remarks>
internal sealed class BuildBuffers
{
    private readonly WordTable words = new();
    private ulong[] keys = [], dealtKeys = [];
    private int[] dealtNumbers = [];

    /// <summary>Keys to be set and sorted; until others are wanted.</summary>
    public Span<ulong> Keys(int count) => Room(ref keys, count);

    /// <summary>Where <see cref="KeySort"/> puts keys meanwhile.</summary>
    public Span<ulong> DealtKeys(int count) => Room(ref dealtKeys, count);

    /// <summary>Where it puts numbers.</summary>
    public Span<int> DealtNumbers(int count) => Room(ref dealtNumbers, count);

    /// <summary>An empty table; until another one is wanted.</summary>
    public WordTable Words()
    {
        words.Clear();
        return words;
    }

    private static Span<T> Room<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            array = GC.AllocateUninitializedArray<T>(count);
        return array.AsSpan(0, count);
    }
}
