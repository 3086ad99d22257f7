namespace MovieGrains.Catalog.Buffers;

/// <summary>A list of values that grows without moving them: a first load adds millions, of some seventy bytes each.</summary>
internal sealed class ChunkedList<T>
    where T : struct
{
    private const int ChunkBits = 12, ChunkSize = 1 << ChunkBits;

    private readonly List<T[]> chunks = [];

    public int Count { get; private set; }

    /// <summary>The value of a place below <see cref="Count"/>; good until the list is gone.</summary>
    public ref T this[int place] => ref chunks[place >> ChunkBits][place & (ChunkSize - 1)];

    public void Add(in T value)
    {
        if (Count == chunks.Count << ChunkBits)
            chunks.Add(new T[ChunkSize]);
        this[Count++] = value;
    }
}
