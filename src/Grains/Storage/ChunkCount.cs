using MovieGrains.Catalog.Durability;

namespace MovieGrains.Grains.Storage;

/// <summary>Finds how many chunks an image needs, so that none is larger than a row should be.</summary>
internal static class ChunkCount
{
    /// <summary>How many chunks may there be? The head names each, and is written with every commit.</summary>
    public const int Most = 4096;

    /// <summary>The smallest power of two that will do.</summary>
    /// <param name="image">What is to be stored.</param>
    /// <param name="rowBytes">How large a chunk should be at most.</param>
    /// <param name="least">A power of two: how many there are already.</param>
    /// <remarks>What is larger than half a row counts as half a row: it would be too large in any number of chunks.</remarks>
    public static int For(ICatalogImage image, int rowBytes, int least)
    {
        var sizes = new Sum[Most];
        for (var i = 0; i < Most; i++)
            sizes[i] = new Sum();
        image.WriteTo(key => sizes[(int)(key & (Most - 1))]);
        var bytes = Array.ConvertAll(sizes, size => Math.Min(size.Bytes, rowBytes / 2));
        var count = least;
        while (count < Most && Largest(bytes, count) > rowBytes)
            count *= 2;
        return count;
    }

    private static long Largest(long[] bytes, int count)
    {
        var chunks = new long[count];
        for (var i = 0; i < bytes.Length; i++)
            chunks[i & (count - 1)] += bytes[i];
        return chunks.Max();
    }

    /// <summary>Counts what an <see cref="ItemRun"/> would hold.</summary>
    private sealed class Sum : IItemWriter
    {
        public long Bytes { get; private set; }

        public void Write(ReadOnlySpan<byte> item) => Bytes += sizeof(int) + item.Length;
    }
}
