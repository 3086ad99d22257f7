namespace MovieGrains.Catalog.Postings;

/// <summary>Finds words by a pattern, or by the piece of a pattern with blanks that stands in one word.</summary>
internal static class WordPieces
{
    /// <summary>The words that contain a pattern.</summary>
    /// <param name="words">The words, sorted.</param>
    /// <param name="grams">Their grams.</param>
    /// <param name="pattern">Has no blank.</param>
    /// <param name="found">Takes their numbers, ascending; replaced by a longer one when too short.</param>
    /// <returns>How many there are.</returns>
    public static int Containing(TextColumn words, GramIndex grams, ReadOnlySpan<byte> pattern, ref int[] found) =>
        new SubstringSearch(grams, words, pattern).List(ref found);

    /// <summary>Of the pieces between a pattern's blanks, finds the words of the one that the fewest postings have.</summary>
    /// <remarks>A text that contains the pattern has a word that ends with the first piece, words that are the pieces
    /// between, and a word that begins with the last: any of these sets gives all candidates.</remarks>
    /// <param name="words">The words, sorted.</param>
    /// <param name="grams">Their grams.</param>
    /// <param name="postings">The postings of each word.</param>
    /// <param name="pattern">Has a blank, but not at its ends.</param>
    /// <param name="found">Takes the words' numbers.</param>
    /// <param name="piece">Takes those of one piece meanwhile; may change places with <paramref name="found"/>.</param>
    /// <returns>How many words there are.</returns>
    public static int Rarest(
        TextColumn words, GramIndex grams, PostingLists postings, ReadOnlySpan<byte> pattern, ref int[] found, ref int[] piece)
    {
        var total = long.MaxValue;
        var best = 0;
        for (var start = 0; start <= pattern.Length;)
        {
            var length = pattern[start..].IndexOf((byte)' ');
            var isLast = length < 0;
            var text = isLast ? pattern[start..] : pattern.Slice(start, length);
            var count = start == 0 ? EndingWith(words, grams, text, ref piece)
                : isLast ? StartingWith(words, text, ref piece)
                : Equal(words, text, ref piece);
            var sum = Sum(postings, piece.AsSpan(0, count));
            if (sum < total)
            {
                (found, piece) = (piece, found);
                (total, best) = (sum, count);
            }
            start = isLast ? pattern.Length + 1 : start + length + 1;
        }
        return best;
    }

    private static int EndingWith(TextColumn words, GramIndex grams, ReadOnlySpan<byte> suffix, ref int[] found)
    {
        var containing = Containing(words, grams, suffix, ref found);
        var count = 0;
        foreach (var word in found.AsSpan(0, containing))
        {
            if (words[word].EndsWith(suffix))
                found[count++] = word;
        }
        return count;
    }

    private static int StartingWith(TextColumn words, ReadOnlySpan<byte> prefix, ref int[] found)
    {
        var (first, end) = words.PrefixRange(prefix);
        if (found.Length < end - first)
            found = new int[end - first];
        for (var word = first; word < end; word++)
            found[word - first] = word;
        return end - first;
    }

    private static int Equal(TextColumn words, ReadOnlySpan<byte> text, ref int[] found)
    {
        if (found.Length == 0)
            found = new int[1];
        found[0] = words.BinarySearch(text);
        return found[0] < 0 ? 0 : 1;
    }

    private static long Sum(PostingLists postings, ReadOnlySpan<int> lists)
    {
        long sum = 0;
        foreach (var list in lists)
            sum += postings.CountOf(list);
        return sum;
    }
}
