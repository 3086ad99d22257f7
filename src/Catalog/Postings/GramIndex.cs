using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Postings;

/// <summary>For every run of one, two or three bytes, which texts contain it: the way to substrings.</summary>
/// <remarks>
/// A pattern of up to three bytes is answered by one list. Of a longer one, the texts that have all its three-byte runs
/// are candidates, to be looked at (<see cref="SubstringSearch"/>). Bytes, not letters: UTF-8 lets a pattern match only
/// at the borders of letters anyway. Useful for words; not for long texts, which have too many.
/// </remarks>
internal sealed class GramIndex
{
    /// <summary>The longest gram, bytes.</summary>
    public const int MaxLength = 3;

    private readonly uint[] keys; // Sorted; see Key.

    private GramIndex(uint[] keys, PostingLists lists) => (this.keys, Lists) = (keys, lists);

    /// <summary>The texts of each gram.</summary>
    public PostingLists Lists { get; }

    public int Count => keys.Length;

    public long MemoryBytes => (4L * keys.Length) + Lists.MemoryBytes;

    /// <summary>The gram of a list, as <see cref="Key"/> makes it.</summary>
    public uint KeyOf(int list) => keys[list];

    /// <summary>The list of a gram of 1..3 bytes; negative when no text has it.</summary>
    public int Find(ReadOnlySpan<byte> gram) => Array.BinarySearch(keys, Key(gram));

    /// <summary>A gram as a number: its length in the high byte, its bytes below, the first one highest.</summary>
    public static uint Key(ReadOnlySpan<byte> gram)
    {
        uint key = 0;
        foreach (var b in gram)
            key = (key << 8) | b;
        return ((uint)gram.Length << 24) | key;
    }

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        writer.Write<uint>(keys);
        Lists.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="texts">How many texts were indexed.</param>
    public static GramIndex Read(IndexReader reader, int texts)
    {
        var keys = reader.Read<uint>();
        return new GramIndex(keys, PostingLists.Read(reader, texts, keys.Length));
    }

    /// <summary>Indexes all texts of a column.</summary>
    public static GramIndex Build(TextColumn texts)
    {
        var slots = new GramSlots(texts);
        var builder = new PostingListsBuilder(texts.Count);
        for (var text = 0; text < texts.Count; text++)
            slots.Count(texts[text], text, builder);
        builder.Seal();
        for (var text = 0; text < texts.Count; text++)
            slots.Add(texts[text], text, builder);
        var (keys, order) = slots.Sorted();
        return new GramIndex(keys, builder.Build(order));
    }
}

/// <summary>Gives each gram that comes the number of a list.</summary>
/// <remarks>
/// A table addressed by up to three letters, each coded by its rank among the bytes that the texts have at all, 0 for
/// "none": titles have some hundred different bytes, so the table has a million places and a look-up no hashing.
/// </remarks>
internal sealed class GramSlots
{
    private readonly byte[] codes = new byte[256];
    private readonly int radix;
    private readonly int[] lists;          // A list's number + 1 by code; 0 is none.
    private readonly List<uint> keys = []; // The gram of each list.

    public GramSlots(TextColumn texts)
    {
        var present = new bool[256];
        for (var text = 0; text < texts.Count; text++)
        {
            foreach (var b in texts[text])
                present[b] = true;
        }
        // Bytes that UTF-8 never has (F5..FF) leave room: at most 245 codes are given.
        var next = 0;
        for (var b = 0; b < 256; b++)
        {
            if (present[b])
                codes[b] = (byte)++next;
        }
        radix = next + 1;
        lists = new int[radix * radix * radix];
    }

    public void Count(ReadOnlySpan<byte> text, int number, PostingListsBuilder builder)
    {
        int before = 0, last = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int code = codes[text[i]];
            builder.Count(ListOf(code, text.Slice(i, 1)), number);
            if (i >= 1)
                builder.Count(ListOf((last * radix) + code, text.Slice(i - 1, 2)), number);
            if (i >= 2)
                builder.Count(ListOf((((before * radix) + last) * radix) + code, text.Slice(i - 2, 3)), number);
            (before, last) = (last, code);
        }
    }

    public void Add(ReadOnlySpan<byte> text, int number, PostingListsBuilder builder)
    {
        int before = 0, last = 0;
        for (var i = 0; i < text.Length; i++)
        {
            int code = codes[text[i]];
            builder.Add(lists[code] - 1, number);
            if (i >= 1)
                builder.Add(lists[(last * radix) + code] - 1, number);
            if (i >= 2)
                builder.Add(lists[(((before * radix) + last) * radix) + code] - 1, number);
            (before, last) = (last, code);
        }
    }

    /// <summary>The grams in the order of their keys, and for each the number of its list.</summary>
    public (uint[] Keys, int[] Order) Sorted()
    {
        var sorted = new ulong[keys.Count];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = keys[i];
        var order = TextSort.Ascending(sorted.Length);
        KeySort.Sort(sorted, order);
        var ordered = new uint[sorted.Length];
        for (var i = 0; i < ordered.Length; i++)
            ordered[i] = (uint)sorted[i];
        return (ordered, order);
    }

    private int ListOf(int place, ReadOnlySpan<byte> gram)
    {
        if (lists[place] == 0)
        {
            keys.Add(GramIndex.Key(gram));
            lists[place] = keys.Count;
        }
        return lists[place] - 1;
    }
}
