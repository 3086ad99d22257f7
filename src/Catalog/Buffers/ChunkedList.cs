using System.Numerics;

namespace MovieGrains.Catalog.Buffers;

/// <summary>A list of values that grows without moving them: a first load adds millions, of some seventy bytes each, and a
/// client's write one.</summary>
internal sealed class ChunkedList<T>
    where T : struct
{
    // Chunks double from 16 values to 2048, and have 4096 each after that.
    private const int FirstBits = 4, LastBits = 12;
    private const int Doubling = LastBits - FirstBits;
    private const int FirstFull = ((1 << Doubling) - 1) << FirstBits;

    private readonly List<T[]> chunks = [];

    public int Count { get; private set; }

    /// <summary>The value of a place below <see cref="Count"/>; good until the list is gone.</summary>
    public ref T this[int place]
    {
        get
        {
            if (place >= FirstFull)
                return ref chunks[Doubling + ((place - FirstFull) >> LastBits)][(place - FirstFull) & ((1 << LastBits) - 1)];
            var chunk = BitOperations.Log2((uint)(place >> FirstBits) + 1);
            return ref chunks[chunk][place - (((1 << chunk) - 1) << FirstBits)];
        }
    }

    public void Add(in T value)
    {
        if (Count == Capacity)
            chunks.Add(new T[1 << Math.Min(LastBits, FirstBits + chunks.Count)]);
        this[Count++] = value;
    }

    /// <summary>Forgets all from a place on.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Forgets all, and gives the memory back.</summary>
    public void Clear()
    {
        chunks.Clear();
        Count = 0;
    }

    private int Capacity => chunks.Count <= Doubling
        ? ((1 << chunks.Count) - 1) << FirstBits
        : FirstFull + ((chunks.Count - Doubling) << LastBits);
}
