using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Postings;

/// <summary>Texts by dense number, one after the other in one array: no object per text.</summary>
internal sealed class TextColumn
{
    private readonly byte[] bytes;
    private readonly int[] ends;

    private TextColumn(byte[] bytes, int[] ends) => (this.bytes, this.ends) = (bytes, ends);

    public int Count => ends.Length;

    public long MemoryBytes => bytes.Length + (4L * ends.Length);

    /// <summary>Bytes of all texts.</summary>
    public int Length => bytes.Length;

    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var start = number == 0 ? 0 : ends[number - 1];
            return bytes.AsSpan(start, ends[number] - start);
        }
    }

    /// <summary>Reads where some texts are and how they begin, all at once; see <see cref="ReadAhead"/>.</summary>
    public int ReadStarts(ReadOnlySpan<int> numbers) => ReadAhead.Slices<byte>(numbers, ends, bytes);

    /// <summary>Finds a text in a column that is sorted by its bytes.</summary>
    /// <returns>Its number, or the complement of the number that it would have.</returns>
    public int BinarySearch(ReadOnlySpan<byte> text)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            var order = this[middle].SequenceCompareTo(text);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    /// <summary>The numbers of the texts that begin with a prefix, in a sorted column: from the first to before the last.</summary>
    public (int First, int End) PrefixRange(ReadOnlySpan<byte> prefix)
    {
        var first = BinarySearch(prefix);
        if (first < 0)
            first = ~first;
        int low = first, high = Count;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (this[middle].StartsWith(prefix))
                low = middle + 1;
            else
                high = middle;
        }
        return (first, low);
    }

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        writer.Write<byte>(bytes);
        writer.Write<int>(ends);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static TextColumn Read(IndexReader reader)
    {
        var bytes = reader.Read<byte>();
        return new TextColumn(bytes, reader.ReadEnds(bytes.Length));
    }

    /// <summary>Makes a column of texts in a new order.</summary>
    /// <param name="source">The texts as they were gathered.</param>
    /// <param name="order">For each number of the new column, the text's number in the source.</param>
    public static TextColumn Reorder(TextList source, ReadOnlySpan<int> order)
    {
        var total = 0;
        foreach (var number in order)
            total = checked(total + source[number].Length);
        var bytes = new byte[total];
        var ends = new int[order.Length];
        var end = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var text = source[order[i]];
            text.CopyTo(bytes.AsSpan(end));
            ends[i] = end += text.Length;
        }
        return new TextColumn(bytes, ends);
    }
}

/// <summary>Texts being gathered, by the number that they came in.</summary>
internal sealed class TextList
{
    private byte[] bytes;
    private int[] ends;

    /// <summary>Makes an empty list with room for some texts, of so many bytes together.</summary>
    public TextList(int capacity = 64, long capacityBytes = 1024)
    {
        bytes = new byte[(int)Math.Min(Array.MaxLength, capacityBytes)];
        ends = new int[Math.Max(1, capacity)];
    }

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var start = number == 0 ? 0 : ends[number - 1];
            return bytes.AsSpan(start, ends[number] - start);
        }
    }

    /// <summary>Forgets all texts, and keeps the memory.</summary>
    public void Clear() => Count = 0;

    public int Add(ReadOnlySpan<byte> text)
    {
        var start = Count == 0 ? 0 : ends[Count - 1];
        var end = checked(start + text.Length);
        if (end > bytes.Length)
            Array.Resize(ref bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, bytes.Length * 2L)));
        if (Count == ends.Length)
            Array.Resize(ref ends, Count * 2);
        text.CopyTo(bytes.AsSpan(start));
        ends[Count] = end;
        return Count++;
    }
}
