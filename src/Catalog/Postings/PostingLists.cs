using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Postings;

/// <summary>Many posting lists over one universe of dense numbers.</summary>
/// <remarks>
/// A list is kept in the smaller and quicker of two ways, told by its length alone:
/// <list type="bullet">
/// <item>dense (at least a <see cref="DenseShare"/>th of the universe): a bitmap of the universe;</item>
/// <item>sparse: differences from the number before (the first: from −1) less 1, as LEB128, 7 bits a byte, low bits first.
/// Before them, for every block of <see cref="BlockSize"/> numbers but the first, 8 bytes: the last number before the
/// block, and where the block begins, counted from the end of these entries; both int32, little-endian.</item>
/// </list>
/// </remarks>
internal sealed class PostingLists
{
    /// <summary>From which share of the universe on is a bitmap better? At 1/32 it takes 4 bytes a number where
    /// differences take 1, but it is tested in a nanosecond and intersected 64 at a time.</summary>
    public const int DenseShare = 32;

    /// <summary>How far must a search read on from a known place? At most this many numbers.</summary>
    public const int BlockSize = 128;

    private readonly int[] counts;
    private readonly uint[] offsets;
    private readonly byte[] bytes;
    private readonly ulong[] words;

    internal PostingLists(int universe, int[] counts, uint[] offsets, byte[] bytes, ulong[] words)
    {
        Universe = universe;
        this.counts = counts;
        this.offsets = offsets;
        this.bytes = bytes;
        this.words = words;
    }

    /// <summary>Numbers are 0 .. this − 1.</summary>
    public int Universe { get; }

    /// <summary>How many lists.</summary>
    public int Count => counts.Length;

    public long MemoryBytes => (8L * counts.Length) + bytes.Length + (8L * words.Length);

    /// <summary>How many numbers a list has.</summary>
    public int CountOf(int list) => counts[list];

    public bool IsDense(int list) => IsDense(counts[list], Universe);

    public static bool IsDense(int count, int universe) => (long)count * DenseShare >= universe;

    /// <summary>The bitmap of a dense list.</summary>
    public ReadOnlySpan<ulong> Words(int list)
    {
        Debug.Assert(IsDense(list));
        var size = Bitmap.WordsFor(Universe);
        return words.AsSpan((int)offsets[list] * size, size);
    }

    /// <summary>The numbers of a sparse list within [<paramref name="from"/>, <paramref name="end"/>), ascending.</summary>
    /// <param name="list">Which; not dense.</param>
    /// <param name="from">The least number wanted.</param>
    /// <param name="end">One more than the greatest number wanted.</param>
    /// <param name="numbers">Takes them; at least <see cref="CountOf"/> long.</param>
    /// <returns>How many there are.</returns>
    public int Decode(int list, int from, int end, Span<int> numbers)
    {
        Debug.Assert(!IsDense(list));
        var count = 0;
        var reader = Open(list, from);
        while (reader.MoveNext() && reader.Current < end)
        {
            // Written first and kept only when wanted, so that a skipped number costs no mispredicted branch.
            numbers[count] = reader.Current;
            count += reader.Current >= from ? 1 : 0;
        }
        return count;
    }

    /// <summary>All numbers of any list, ascending.</summary>
    /// <param name="list">Which.</param>
    /// <param name="numbers">Takes them; replaced by a longer one when too short.</param>
    /// <returns>How many there are.</returns>
    public int List(int list, ref int[] numbers)
    {
        var count = counts[list];
        if (numbers.Length < count)
            numbers = new int[count];
        if (!IsDense(list))
            return Decode(list, 0, Universe, numbers);
        var i = 0;
        foreach (var number in new BitmapNumbers(Words(list)))
            numbers[i++] = number;
        return count;
    }

    /// <summary>Turns rows around: the lists of the numbers that each row has.</summary>
    /// <param name="numbers">The lists that each row belongs to, row after row; a list may come twice in a row.</param>
    /// <param name="ends">Where each row ends.</param>
    /// <param name="lists">How many lists.</param>
    public static PostingLists OfRows(int[] numbers, int[] ends, int lists)
    {
        var builder = new PostingListsBuilder(ends.Length, lists);
        for (int row = 0, i = 0; row < ends.Length; row++)
        {
            for (; i < ends[row]; i++)
                builder.Count(numbers[i], row);
        }
        builder.Seal();
        for (int row = 0, i = 0; row < ends.Length; row++)
        {
            for (; i < ends[row]; i++)
                builder.Add(numbers[i], row);
        }
        return builder.Build(lists);
    }

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        writer.Write<int>(counts);
        writer.Write<uint>(offsets);
        writer.Write<byte>(bytes);
        writer.Write<ulong>(words);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="universe">Numbers are 0 .. this − 1.</param>
    /// <param name="lists">How many lists there should be.</param>
    public static PostingLists Read(IndexReader reader, int universe, int lists)
    {
        var counts = reader.ReadNumbers(lists, below: universe + 1);
        var read = new PostingLists(universe, counts, reader.Read<uint>(lists), reader.Read<byte>(), reader.Read<ulong>());
        IndexReader.Require(read.HasPlaces());
        return read;
    }

    /// <summary>Whether each list is somewhere in the arrays.</summary>
    private bool HasPlaces()
    {
        var bitmaps = Universe == 0 ? long.MaxValue : words.Length / Bitmap.WordsFor(Universe);
        for (var list = 0; list < counts.Length; list++)
        {
            if (offsets[list] >= (IsDense(list) ? bitmaps : bytes.Length + 1L))
                return false;
        }
        return true;
    }

    /// <summary>Adds the numbers of any list within a window to a bitmap of that window.</summary>
    /// <param name="list">Which.</param>
    /// <param name="firstWord">The window's first word in the universe.</param>
    /// <param name="window">The window.</param>
    public void OrInto(int list, int firstWord, Span<ulong> window)
    {
        if (IsDense(list))
        {
            Bitmap.Or(window, Words(list).Slice(firstWord, window.Length));
            return;
        }
        int from = firstWord << 6, end = (firstWord + window.Length) << 6;
        var reader = Open(list, from);
        while (reader.MoveNext() && reader.Current < end)
        {
            if (reader.Current >= from)
                Bitmap.Set(window, reader.Current - from);
        }
    }

    /// <summary>Removes the numbers of any list from a bitmap of the universe.</summary>
    public void RemoveFrom(int list, Span<ulong> numbers)
    {
        if (IsDense(list))
        {
            Bitmap.AndNot(numbers, Words(list));
            return;
        }
        var reader = Open(list);
        while (reader.MoveNext())
            numbers[reader.Current >> 6] &= ~(1UL << (reader.Current & 63));
    }

    /// <summary>Reads a sparse list from the block on that holds the first number not below <paramref name="from"/>.</summary>
    public Reader Open(int list, int from = 0)
    {
        var count = counts[list];
        var blocks = (count - 1) / BlockSize;
        var entries = bytes.AsSpan((int)offsets[list]);
        // Invariant: every block before `low` ends below `from`.
        int low = 0, high = blocks;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (BinaryPrimitives.ReadInt32LittleEndian(entries[((middle - 1) * 8)..]) < from)
                low = middle;
            else
                high = middle - 1;
        }
        var data = entries[(blocks * 8)..];
        if (low == 0)
            return new Reader(data, -1, count);
        var entry = entries[((low - 1) * 8)..];
        return new Reader(
            data[BinaryPrimitives.ReadInt32LittleEndian(entry[4..])..],
            BinaryPrimitives.ReadInt32LittleEndian(entry),
            count - (low * BlockSize));
    }

    /// <summary>Goes through a sparse list.</summary>
    internal ref struct Reader(ReadOnlySpan<byte> data, int last, int left)
    {
        private readonly ReadOnlySpan<byte> data = data;
        private int position;
        private int left = left;

        /// <summary>The number reached.</summary>
        public int Current { get; private set; } = last;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (left == 0)
                return false;
            left--;
            var difference = (uint)data[position++];
            if (difference >= 0x80)
                difference = ReadLong(difference);
            Current += (int)difference + 1;
            return true;
        }

        private uint ReadLong(uint difference)
        {
            difference &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                uint next = data[position++];
                difference |= (next & 0x7F) << shift;
                if (next < 0x80)
                    return difference;
            }
        }
    }
}
