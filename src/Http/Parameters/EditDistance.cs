namespace MovieGrains.Http.Parameters;

/// <summary>How many edits lead from one word to another.</summary>
internal static class EditDistance
{
    /// <summary>Insertions, deletions, replacements and swaps of neighbours, no letter touched twice (optimal string
    /// alignment).</summary>
    /// <param name="from">One word; upper and lower case count as equal.</param>
    /// <param name="to">The other.</param>
    /// <param name="atMost">Where lengths alone make the distance greater than this, it is not worked out.</param>
    public static int Between(string from, string to, int atMost)
    {
        // This also bounds the work: a name of thousands of letters is never compared.
        if (Math.Abs(from.Length - to.Length) > atMost)
            return int.MaxValue;
        var distance = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            distance[i, 0] = i;
        for (var j = 0; j <= to.Length; j++)
            distance[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
                distance[i, j] = Cell(distance, from, to, i, j);
        }
        return distance[from.Length, to.Length];
    }

    private static int Cell(int[,] distance, string from, string to, int i, int j)
    {
        var same = Same(from[i - 1], to[j - 1]);
        var least = Math.Min(
            Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1,
            distance[i - 1, j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
            least = Math.Min(least, distance[i - 2, j - 2] + 1);
        return least;
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
