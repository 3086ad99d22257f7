using System.Runtime.InteropServices;

namespace MovieGrains.Catalog.Postings;

/// <summary>For every run of bytes around a blank, which texts contain it: the way to patterns that have blanks.</summary>
/// <remarks>
/// For each blank of a text, its 1, 2 and 3 bytes on both sides, where there are as many: <c>f t</c>, <c>of th</c>,
/// <c> of the</c>. A pattern is led by the longest run that it has around each of its blanks; the texts that have all of
/// these are candidates, to be looked at. Three short postings a blank, where grams of whole texts took fifty.
/// </remarks>
internal sealed class PhraseIndex
{
    private const int MaxSide = 3;

    private readonly ulong[] keys; // Sorted; see Key.

    private PhraseIndex(ulong[] keys, PostingLists lists) => (this.keys, Lists) = (keys, lists);

    /// <summary>The texts of each run.</summary>
    public PostingLists Lists { get; }

    public long MemoryBytes => (8L * keys.Length) + Lists.MemoryBytes;

    /// <summary>The rarest runs of a pattern.</summary>
    /// <param name="pattern">Has a blank, none at its ends.</param>
    /// <returns>Nothing when no text can contain the pattern.</returns>
    public PhraseRuns Find(ReadOnlySpan<byte> pattern)
    {
        var runs = new PhraseRuns();
        for (var at = 1; at < pattern.Length - 1; at++)
        {
            if (pattern[at] != ' ')
                continue;
            var side = Math.Min(MaxSide, Math.Min(at, pattern.Length - 1 - at));
            var list = Array.BinarySearch(keys, Key(pattern, at, side));
            if (list < 0)
                return default;
            if ((side * 2) + 1 == pattern.Length)
                return PhraseRuns.Whole(list);
            runs.Insert(list, Lists);
        }
        return runs;
    }

    /// <summary>Indexes all texts of a column.</summary>
    public static PhraseIndex Build(TextColumn texts)
    {
        var lists = new Dictionary<ulong, int>();
        var numbers = new List<int>();
        var ends = new int[texts.Count];
        for (var number = 0; number < texts.Count; number++)
        {
            var text = texts[number];
            for (var at = 1; at < text.Length - 1; at++)
            {
                if (text[at] != ' ')
                    continue;
                for (var side = 1; side <= MaxSide && at - side >= 0 && at + side < text.Length; side++)
                {
                    ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, Key(text, at, side), out var exists);
                    list = exists ? list : lists.Count - 1;
                    numbers.Add(list);
                }
            }
            ends[number] = numbers.Count;
        }
        return Order(lists, numbers, ends);
    }

    private static PhraseIndex Order(Dictionary<ulong, int> lists, List<int> numbers, int[] ends)
    {
        var keys = new ulong[lists.Count];
        var order = new int[lists.Count];
        foreach (var (key, list) in lists)
            (keys[list], order[list]) = (key, list);
        Array.Sort(keys, order);
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        var ranked = new int[numbers.Count];
        for (var i = 0; i < ranked.Length; i++)
            ranked[i] = rank[numbers[i]];
        return new PhraseIndex(keys, PostingLists.OfRows(ranked, ends, keys.Length));
    }

    /// <summary>A run as a number: how many bytes on each side in the high byte, the bytes below, the first one highest.</summary>
    private static ulong Key(ReadOnlySpan<byte> text, int blank, int side)
    {
        var key = (ulong)side;
        for (var i = blank - side; i <= blank + side; i++)
        {
            if (i != blank)
                key = (key << 8) | text[i];
        }
        return key << (16 * (MaxSide - side));
    }
}

/// <summary>The lists of up to three runs of a pattern, rarest first.</summary>
internal struct PhraseRuns
{
    private const int Most = 3; // A fourth rarely removes what three have left.

    private int a, b, c;

    public int Count { get; private set; }

    /// <summary>Whether the one run is all of the pattern, so that every text that has it matches.</summary>
    public bool IsWholePattern { get; private set; }

    public static PhraseRuns Whole(int list) => new() { a = list, Count = 1, IsWholePattern = true };

    public readonly int this[int i] => i switch { 0 => a, 1 => b, _ => c };

    public void Insert(int list, PostingLists lists)
    {
        for (var i = 0; i < Count; i++)
        {
            if (lists.CountOf(list) < lists.CountOf(this[i]))
                (list, this) = (this[i], With(i, list));
        }
        if (Count == Most)
            return;
        this = With(Count, list);
        Count++;
    }

    private readonly PhraseRuns With(int i, int list)
    {
        var changed = this;
        switch (i)
        {
            case 0: changed.a = list; break;
            case 1: changed.b = list; break;
            default: changed.c = list; break;
        }
        return changed;
    }
}
