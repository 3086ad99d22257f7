using System.Diagnostics;

namespace MovieGrains.Catalog.Postings;

/// <summary>Finds the texts of a column that contain a pattern.</summary>
/// <remarks>The rarest gram of the pattern gives candidates, its next rarest ones thin them out, and what is left is looked
/// at. A pattern of up to three bytes is one gram, and its list is the answer.</remarks>
internal readonly struct SubstringSearch
{
    /// <summary>How many grams thin out the candidates? A third one rarely removes what two have left.</summary>
    private const int MaxGrams = 3;

    private readonly GramIndex grams;
    private readonly TextColumn texts;
    private readonly byte[] pattern;
    private readonly GramLists chosen;

    public SubstringSearch(GramIndex grams, TextColumn texts, byte[] pattern)
    {
        Debug.Assert(pattern.Length > 0);
        this.grams = grams;
        this.texts = texts;
        this.pattern = pattern;
        chosen = Choose(grams, pattern);
    }

    /// <summary>No more texts than this match; 0: none does.</summary>
    public int AtMost => chosen.Count == 0 ? 0 : grams.Lists.CountOf(chosen[0]);

    /// <summary>Whether one list is the answer: its number, else −1.</summary>
    public int OnlyList => pattern.Length <= GramIndex.MaxLength && chosen.Count > 0 ? chosen[0] : -1;

    /// <summary>Whether a text matches.</summary>
    public bool Matches(int text) => texts[text].IndexOf(pattern) >= 0;

    /// <summary>The matching texts of [<paramref name="from"/>, <paramref name="end"/>), ascending.</summary>
    /// <param name="from">The least number wanted.</param>
    /// <param name="end">One more than the greatest number wanted.</param>
    /// <param name="numbers">Takes them; replaced by a longer one when too short.</param>
    /// <returns>How many there are.</returns>
    public int List(int from, int end, ref int[] numbers)
    {
        if (chosen.Count == 0)
            return 0;
        if (numbers.Length < AtMost)
            numbers = new int[AtMost];
        var count = ListOne(chosen[0], from, end, numbers);
        if (pattern.Length <= GramIndex.MaxLength)
            return count;
        return Verify(numbers.AsSpan(0, Thin(numbers.AsSpan(0, count), first: 1)));
    }

    /// <summary>Keeps of some texts, ascending, those that match.</summary>
    /// <returns>How many are left, at the front.</returns>
    public int Keep(Span<int> numbers)
    {
        var list = OnlyList;
        if (list >= 0 && grams.Lists.IsDense(list))
            return KeepDense(numbers, list);
        return chosen.Count == 0 ? 0 : Verify(numbers[..Thin(numbers, first: 0)]);
    }

    /// <summary>Removes from a window of a bitmap the texts that do not match.</summary>
    public void And(int firstWord, Span<ulong> window)
    {
        for (var i = 0; i < chosen.Count; i++)
        {
            if (grams.Lists.IsDense(chosen[i]))
                Bitmap.And(window, grams.Lists.Words(chosen[i]).Slice(firstWord, window.Length));
        }
        if (OnlyList >= 0 && grams.Lists.IsDense(OnlyList))
            return;
        foreach (var number in new BitmapNumbers(window))
        {
            if (!Matches((firstWord << 6) + number))
                window[number >> 6] &= ~(1UL << (number & 63));
        }
    }

    private int ListOne(int list, int from, int end, Span<int> numbers)
    {
        if (!grams.Lists.IsDense(list))
            return grams.Lists.Decode(list, from, end, numbers);
        var count = 0;
        int firstWord = from >> 6, lastWord = (end + 63) >> 6;
        foreach (var offset in new BitmapNumbers(grams.Lists.Words(list)[firstWord..lastWord]))
        {
            var number = (firstWord << 6) + offset;
            if (number >= from && number < end)
                numbers[count++] = number;
        }
        return count;
    }

    /// <summary>Drops candidates that lack one of the dense grams: a test of one bit each.</summary>
    private int Thin(Span<int> numbers, int first)
    {
        var count = numbers.Length;
        for (var i = first; i < chosen.Count; i++)
        {
            if (grams.Lists.IsDense(chosen[i]))
                count = KeepDense(numbers[..count], chosen[i]);
        }
        return count;
    }

    private int KeepDense(Span<int> numbers, int list)
    {
        var words = grams.Lists.Words(list);
        var count = 0;
        foreach (var number in numbers)
        {
            numbers[count] = number;
            count += Bitmap.Contains(words, number) ? 1 : 0;
        }
        return count;
    }

    private int Verify(Span<int> numbers)
    {
        var count = 0;
        foreach (var number in numbers)
        {
            if (Matches(number))
                numbers[count++] = number;
        }
        return count;
    }

    private static GramLists Choose(GramIndex grams, byte[] pattern)
    {
        var chosen = new GramLists();
        var length = Math.Min(pattern.Length, GramIndex.MaxLength);
        for (var i = 0; i + length <= pattern.Length; i++)
        {
            var list = grams.Find(pattern.AsSpan(i, length));
            if (list < 0)
                return default;
            chosen.Insert(list, grams.Lists);
        }
        return chosen;
    }

    /// <summary>The lists of the rarest grams of a pattern, rarest first, none twice.</summary>
    private struct GramLists
    {
        private int a, b, c;

        public int Count { get; private set; }

        public readonly int this[int i] => i switch { 0 => a, 1 => b, _ => c };

        public void Insert(int list, PostingLists lists)
        {
            for (var i = 0; i < Count; i++)
            {
                if (this[i] == list)
                    return;
                if (lists.CountOf(list) < lists.CountOf(this[i]))
                    (list, this) = (this[i], With(i, list));
            }
            if (Count < MaxGrams)
            {
                this = With(Count, list);
                Count++;
            }
        }

        private readonly GramLists With(int i, int list)
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
}
