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
    /// <param name="count">How many scores there are.</param>
    /// <param name="scoreOf">Each of them; not kept, as they would take many times what is.</param>
    public static RangeMaxima Build(int count, Func<int, int> scoreOf)
    {
        var levels = new List<int[]> { Above(count, scoreOf) };
        while (levels[^1] is { Length: > 1 } below)
            levels.Add(Above(below.Length, block => below[block]));
        return new RangeMaxima([.. levels]);
    }

    private static int[] Above(int count, Func<int, int> scoreOf)
    {
        var level = new int[(count + Fan - 1) / Fan];
        level.AsSpan().Fill(SuggestIndex.None);
        for (var i = 0; i < count; i++)
            level[i / Fan] = Math.Max(level[i / Fan], scoreOf(i));
        return level;
    }
}
