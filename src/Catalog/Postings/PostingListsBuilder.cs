using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Postings;

/// <summary>Builds <see cref="PostingLists"/> in two passes over the same numbers.</summary>
/// <remarks>
/// The first pass counts (<see cref="Count"/>), the second writes (<see cref="Add"/>) each number to its final place: no
/// list is ever grown or copied, so building takes little more memory than the result. In each pass the numbers of a
/// list come ascending; one that comes again at once is taken once.
/// </remarks>
/// <param name="universe">Numbers are 0 .. this − 1.</param>
/// <param name="capacity">How many lists are expected.</param>
internal sealed class PostingListsBuilder(int universe, int capacity = 64)
{
    private Growing[] lists = new Growing[capacity];
    private byte[] bytes = [];
    private ulong[] words = [];

    /// <summary>Lists known so far: 0 .. this − 1.</summary>
    public int Lists { get; private set; }

    /// <summary>How many numbers the first pass has counted for a list.</summary>
    public int CountOf(int list) => lists[list].Count;

    /// <summary>First pass: notes a number of a list.</summary>
    public void Count(int list, int number)
    {
        if (list >= Lists)
            GrowTo(list + 1);
        ref var growing = ref lists[list];
        var previous = growing.Last - 1;
        if (previous == number)
            return;
        Debug.Assert(number > previous && number < universe);
        growing.Count++;
        growing.Next += Size((uint)(number - previous - 1));
        growing.Last = number + 1;
    }

    /// <summary>Ends the first pass: gives each list its place, the lists as they are numbered here.</summary>
    public void Seal() => Seal(TextSort.Ascending(Lists));

    /// <summary>Ends the first pass: gives each list its place.</summary>
    /// <param name="order">For each list of the result, its number here.</param>
    public void Seal(ReadOnlySpan<int> order)
    {
        uint dense = 0;
        var total = 0L;
        foreach (var number in order)
        {
            ref var list = ref lists[number];
            list.Last = 0;
            if (PostingLists.IsDense(list.Count, universe))
            {
                list.Start = dense++;
                list.Left = Growing.Dense;
                continue;
            }
            list.Start = (uint)total;
            list.Left = list.Count;
            var entries = (uint)((list.Count - 1) / PostingLists.BlockSize * 8);
            total += entries + list.Next;
            list.Next = list.Start + entries;
        }
        bytes = new byte[checked((int)total)];
        words = new ulong[checked((int)((long)dense * Bitmap.WordsFor(universe)))];
    }

    /// <summary>Second pass: writes a number of a list.</summary>
    public void Add(int list, int number)
    {
        ref var growing = ref lists[list];
        var previous = growing.Last - 1;
        if (previous == number)
            return;
        growing.Last = number + 1;
        if (growing.Left == Growing.Dense)
            words[(growing.Start * (uint)Bitmap.WordsFor(universe)) + ((uint)number >> 6)] |= 1UL << (number & 63);
        else
            AddSparse(ref growing, number, previous);
    }

    private void AddSparse(ref Growing list, int number, int previous)
    {
        var done = list.Count - list.Left--;
        if (done > 0 && done % PostingLists.BlockSize == 0)
            AddEntry(list, done / PostingLists.BlockSize, previous);
        list.Next = (uint)Varint.Write(bytes, (int)list.Next, (uint)(number - previous - 1));
    }

    private void AddEntry(in Growing list, int block, int previous)
    {
        var blocks = (list.Count - 1) / PostingLists.BlockSize;
        var entry = bytes.AsSpan((int)list.Start + ((block - 1) * 8));
        BinaryPrimitives.WriteInt32LittleEndian(entry, previous);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], (int)(list.Next - list.Start) - (blocks * 8));
    }

    /// <summary>Ends the second pass, the lists as they are numbered here.</summary>
    /// <param name="lists">How many; the last ones may be empty and never have come.</param>
    public PostingLists Build(int lists) => Build(TextSort.Ascending(lists));

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
            finalCounts[i] = lists[order[i]].Count;
            finalStarts[i] = lists[order[i]].Start;
        }
        return new PostingLists(universe, finalCounts, finalStarts, bytes, words);
    }

    private void GrowTo(int count)
    {
        if (count > lists.Length)
            Array.Resize(ref lists, Math.Max(count, lists.Length * 2));
        Lists = count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Size(uint difference) =>
        difference < 1U << 7 ? 1U : difference < 1U << 14 ? 2U : difference < 1U << 21 ? 3U : difference < 1U << 28 ? 4U : 5U;

    /// <summary>A list on its way. All of it together: lists are met in no order, so that each look is one at far memory.</summary>
    private struct Growing
    {
        /// <summary>What is left of a list that is a bitmap.</summary>
        public const int Dense = -1;

        public int Count; // Numbers, from the first pass on.
        public int Last;  // The last one so far + 1.
        public uint Next; // First pass: bytes of differences. Second: where the next byte goes.
        public uint Start;
        public int Left;  // Second pass: numbers to come.
    }
}
