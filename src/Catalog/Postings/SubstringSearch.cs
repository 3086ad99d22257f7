using System.Diagnostics;

namespace MovieGrains.Catalog.Postings;

/// <summary>Finds the texts of a column that contain a pattern.</summary>
/// <remarks>The rarest gram of the pattern gives candidates, and these are looked at. A pattern of up to three bytes is one
/// gram, and its list is the answer.</remarks>
internal readonly ref struct SubstringSearch
{
    private readonly GramIndex grams;
    private readonly TextColumn texts;
    private readonly ReadOnlySpan<byte> pattern;
    private readonly int rarest; // The list of the pattern's rarest gram; −1: no text has all grams.

    public SubstringSearch(GramIndex grams, TextColumn texts, ReadOnlySpan<byte> pattern)
    {
        Debug.Assert(pattern.Length > 0);
        this.grams = grams;
        this.texts = texts;
        this.pattern = pattern;
        rarest = Rarest(grams, pattern);
    }

    /// <summary>The matching texts, ascending.</summary>
    /// <param name="numbers">Takes them; replaced by a longer one when too short.</param>
    /// <returns>How many there are.</returns>
    public int List(ref int[] numbers)
    {
        if (rarest < 0)
            return 0;
        var count = grams.Lists.List(rarest, ref numbers);
        return pattern.Length <= GramIndex.MaxLength ? count : Verify(numbers.AsSpan(0, count));
    }

    private int Verify(Span<int> numbers)
    {
        var count = 0;
        foreach (var number in numbers)
        {
            if (texts[number].IndexOf(pattern) >= 0)
                numbers[count++] = number;
        }
        return count;
    }

    private static int Rarest(GramIndex grams, ReadOnlySpan<byte> pattern)
    {
        var length = Math.Min(pattern.Length, GramIndex.MaxLength);
        var best = -1;
        for (var i = 0; i + length <= pattern.Length; i++)
        {
            var list = grams.Find(pattern.Slice(i, length));
            if (list < 0)
                return -1;
            if (best < 0 || grams.Lists.CountOf(list) < grams.Lists.CountOf(best))
                best = list;
        }
        return best;
    }
}
