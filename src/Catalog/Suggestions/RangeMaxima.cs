namespace MovieGrains.Catalog.Suggestions;

/// <summary>The greatest of each sixteen scores, of each sixteen of these, and so on: the way to the best of a run.</summary>
/// <param name="levels">Of level 0 the greatest of each <see cref="Fan"/> scores; of each further one, of as many of the one below.</param>
internal sealed class RangeMaxima(int[][] levels)
{
    /// <summary>How many are taken together? A cache line of integers.</summary>
    public const int Fan = 16;

    /// <summary>How many levels there are.</summary>
    public int Levels => levels.Length;

    public long MemoryBytes => levels.Sum(static level => 4L * level.Length);

    /// <summary>The greatest score of a block.</summary>
    /// <param name="level">From 0.</param>
    /// <param name="block">Which of this level.</param>
    public int this[int level, int block] => levels[level][block];

    /// <summary>How many blocks a level has.</summary>
    public int CountOf(int level) => levels[level].Length;

    /// <summary>Builds it.</summary>
    public static RangeMaxima Build(ReadOnlySpan<int> scores)
    {
        var levels = new List<int[]>();
        for (var below = scores; below.Length > 1 || levels.Count == 0; below = levels[^1])
        {
            var level = new int[(below.Length + Fan - 1) / Fan];
            for (var block = 0; block < level.Length; block++)
                level[block] = Max(below[(block * Fan)..Math.Min(below.Length, (block + 1) * Fan)]);
            levels.Add(level);
        }
        return new RangeMaxima([.. levels]);
    }

    private static int Max(ReadOnlySpan<int> scores)
    {
        var max = SuggestIndex.None;
        foreach (var score in scores)
            max = Math.Max(max, score);
        return max;
    }
}
