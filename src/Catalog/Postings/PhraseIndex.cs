using MovieGrains.Catalog.Layout;

namespace MovieGrains.Catalog.Postings;

/// <summary>For every run of bytes around a blank, which texts contain it: the way to patterns that have blanks.</summary>
/// <remarks>
/// For each blank of a text, 1 or 2 bytes before it and 1 or 2 after it, as far as there are: <c>f t</c>, <c>f th</c>,
/// <c>of t</c>, <c>of th</c>. A pattern is led by the longest run that it has around each of its blanks; the texts that have all
/// of these are candidates, to be looked at. Four short postings a blank, where grams of whole texts took fifty.
/// </remarks>
internal sealed class PhraseIndex
{
    /// <summary>How many bytes on each side lead to few enough texts? Two: a third would take three times the keys.</summary>
    private const int MaxSide = 2;

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
            int before = Math.Min(MaxSide, at), after = Math.Min(MaxSide, pattern.Length - 1 - at);
            var list = Array.BinarySearch(keys, Key(pattern, at, before, after));
            if (list < 0)
                return default;
            if (before + 1 + after == pattern.Length)
                return PhraseRuns.Whole(list);
            runs.Insert(list, Lists);
        }
        return runs;
    }

    /// <summary>Writes its arrays.</summary>
    public void WriteTo(IndexWriter writer)
    {
        writer.Write<ulong>(keys);
        Lists.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">Gives the arrays.</param>
    /// <param name="texts">How many texts were indexed.</param>
    public static PhraseIndex Read(IndexReader reader, int texts)
    {
        var keys = reader.Read<ulong>();
        return new PhraseIndex(keys, PostingLists.Read(reader, texts, keys.Length));
    }

    /// <summary>Indexes all texts of a column.</summary>
    public static PhraseIndex Build(TextColumn texts)
    {
        var table = new KeyTable();
        var lists = new ListsOfRows(texts.Count);
        for (var number = 0; number < texts.Count; number++)
        {
            var text = texts[number];
            for (var at = text.IndexOf((byte)' '); at >= 0; at = Next(text, at))
            {
                for (var before = 1; before <= Math.Min(MaxSide, at); before++)
                {
                    for (var after = 1; after <= Math.Min(MaxSide, text.Length - 1 - at); after++)
                        lists.Add(table.GetOrAdd(Key(text, at, before, after)));
                }
            }
            lists.EndRow();
        }
        var (keys, order) = table.Order();
        return new PhraseIndex(keys, lists.Build(order));
    }

    /// <summary>The next blank; negative when there is none.</summary>
    private static int Next(ReadOnlySpan<byte> text, int at)
    {
        var next = text[(at + 1)..].IndexOf((byte)' ');
        return next < 0 ? -1 : at + 1 + next;
    }

    /// <summary>A run as a number: how many bytes before and after in the high bytes, the bytes below, the first one highest.</summary>
    private static ulong Key(ReadOnlySpan<byte> text, int blank, int before, int after)
    {
        ulong bytes = 0;
        for (var i = blank - before; i <= blank + after; i++)
            bytes = (bytes << 8) | text[i];
        return ((ulong)before << 56) | ((ulong)after << 48) | bytes;
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
