using System.Buffers.Binary;
using System.Diagnostics;

namespace MovieGrains.Catalog.Postings;

/// <summary>Builds <see cref="PostingLists"/> in two passes over the same numbers.</summary>
/// <remarks>
/// The first pass counts (<see cref="Count"/>), the second writes (<see cref="Add"/>) each number to its final place: no
/// list is ever grown or copied, so building takes little more memory than the result. In each pass the numbers of a
/// list come ascending; one that comes again at once is taken once.
/// </remarks>
internal sealed class PostingListsBuilder(int universe)
{
    private int[] counts = new int[256];
    private int[] last = new int[256];
    private uint[] sizes = new uint[256];  // First pass: bytes of differences. Second: where the next byte goes.
    private uint[] starts = [];
    private int[] written = [];            // Second pass: numbers written so far.
    private byte[] bytes = [];
    private ulong[] words = [];

    /// <summary>Lists known so far: 0 .. this − 1.</summary>
    public int Lists { get; private set; }

    /// <summary>How many numbers the first pass has counted for a list.</summary>
    public int CountOf(int list) => counts[list];

    /// <summary>First pass: notes a number of a list.</summary>
    public void Count(int list, int number)
    {
        if (list >= Lists)
            GrowTo(list + 1);
        var previous = last[list] - 1;
        if (previous == number)
            return;
        Debug.Assert(number > previous && number < universe);
        counts[list]++;
        sizes[list] += Size((uint)(number - previous - 1));
        last[list] = number + 1;
    }

    /// <summary>Ends the first pass: gives each list its place.</summary>
    public void Seal()
    {
        starts = new uint[Lists];
        written = new int[Lists];
        uint dense = 0;
        var total = 0L;
        for (var list = 0; list < Lists; list++)
        {
            last[list] = 0;
            if (PostingLists.IsDense(counts[list], universe))
            {
                starts[list] = dense++;
                continue;
            }
            starts[list] = (uint)total;
            var entries = (uint)((counts[list] - 1) / PostingLists.BlockSize * 8);
            total += entries + sizes[list];
            sizes[list] = starts[list] + entries;
        }
        bytes = new byte[checked((int)total)];
        words = new ulong[checked((int)((long)dense * Bitmap.WordsFor(universe)))];
    }

    /// <summary>Second pass: writes a number of a list.</summary>
    public void Add(int list, int number)
    {
        var previous = last[list] - 1;
        if (previous == number)
            return;
        last[list] = number + 1;
        if (PostingLists.IsDense(counts[list], universe))
            Bitmap.Set(words.AsSpan((int)(starts[list] * (uint)Bitmap.WordsFor(universe))), number);
        else
            AddSparse(list, number, previous);
    }

    private void AddSparse(int list, int number, int previous)
    {
        var done = written[list]++;
        if (done > 0 && done % PostingLists.BlockSize == 0)
        {
            var blocks = (counts[list] - 1) / PostingLists.BlockSize;
            var entry = bytes.AsSpan((int)starts[list] + (((done / PostingLists.BlockSize) - 1) * 8));
            BinaryPrimitives.WriteInt32LittleEndian(entry, previous);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], (int)(sizes[list] - starts[list]) - (blocks * 8));
        }
        var difference = (uint)(number - previous - 1);
        for (; difference >= 0x80; difference >>= 7)
            bytes[sizes[list]++] = (byte)(difference | 0x80);
        bytes[sizes[list]++] = (byte)difference;
    }

    /// <summary>Ends the second pass, the lists as they are numbered here.</summary>
    /// <param name="lists">How many; the last ones may be empty and never have come.</param>
    public PostingLists Build(int lists)
    {
        var order = new int[lists];
        for (var i = 0; i < lists; i++)
            order[i] = i;
        return Build(order);
    }

    /// <summary>Ends the second pass.</summary>
    /// <param name="order">For each list of the result, its number here.</param>
    public PostingLists Build(ReadOnlySpan<int> order)
    {
        var finalCounts = new int[order.Length];
        var finalStarts = new uint[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i] >= Lists)
                continue; // It never came: a list of nothing.
            finalCounts[i] = counts[order[i]];
            finalStarts[i] = starts[order[i]];
        }
        return new PostingLists(universe, finalCounts, finalStarts, bytes, words);
    }

    private void GrowTo(int lists)
    {
        if (lists > counts.Length)
        {
            var capacity = Math.Max(lists, counts.Length * 2);
            Array.Resize(ref counts, capacity);
            Array.Resize(ref last, capacity);
            Array.Resize(ref sizes, capacity);
        }
        Lists = lists;
    }

    private static uint Size(uint difference) =>
        difference < 1U << 7 ? 1U : difference < 1U << 14 ? 2U : difference < 1U << 21 ? 3U : difference < 1U << 28 ? 4U : 5U;
}
