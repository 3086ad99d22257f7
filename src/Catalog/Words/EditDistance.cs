using System.Text;

namespace MovieGrains.Catalog.Words;

/// <summary>How many letters have to be changed, added, left out, or swapped with their neighbour to make one word of another.</summary>
internal static class EditDistance
{
    /// <summary>The distance; one more than <paramref name="most"/> when it is greater.</summary>
    /// <param name="word">A word.</param>
    /// <param name="other">Another.</param>
    /// <param name="most">A greater distance is of no interest.</param>
    /// <param name="toBeginning">Whether the other word may go on as it likes.</param>
    public static int Between(ReadOnlySpan<byte> word, ReadOnlySpan<byte> other, int most, bool toBeginning)
    {
        Span<int> left = stackalloc int[WordReader.MaxBytes], right = stackalloc int[WordReader.MaxBytes];
        left = Letters(word, left);
        right = Letters(other, right);
        if (toBeginning && right.Length > left.Length + most)
            right = right[..(left.Length + most)];
        if (Math.Abs(left.Length - right.Length) > most && !(toBeginning && right.Length > left.Length))
            return most + 1;
        return Distance(left, right, most, toBeginning);
    }

    /// <summary>Row by row, with no cell looked at that is further than <paramref name="most"/> from the diagonal.</summary>
    private static int Distance(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int most, bool toBeginning)
    {
        var width = right.Length + 1;
        Span<int> rows = stackalloc int[3 * (WordReader.MaxBytes + 1)];
        Span<int> before = rows[..width], last = rows.Slice(width, width), row = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
            last[j] = j;
        before.Fill(most + 1);
        for (var i = 1; i <= left.Length; i++)
        {
            int from = Math.Max(1, i - most), to = Math.Min(right.Length, i + most);
            row.Fill(most + 1);
            row[0] = i;
            var least = row[0];
            for (var j = from; j <= to; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                var best = Math.Min(last[j - 1] + cost, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    best = Math.Min(best, before[j - 2] + 1);
                row[j] = best;
                least = Math.Min(least, best);
            }
            if (least > most)
                return most + 1;
            var spare = before;
            before = last;
            last = row;
            row = spare;
        }
        if (!toBeginning)
            return Math.Min(most + 1, last[right.Length]);
        var nearest = most + 1;
        foreach (var distance in last)
            nearest = Math.Min(nearest, distance);
        return nearest;
    }

    private static Span<int> Letters(ReadOnlySpan<byte> word, Span<int> letters)
    {
        var count = 0;
        while (!word.IsEmpty && count < letters.Length)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var size);
            letters[count++] = rune.Value;
            word = word[size..];
        }
        return letters[..count];
    }
}
