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

    /// <summary>The blocks of level 0, to be set: without a score so far.</summary>
    /// <param name="scores">How many scores there will be.</param>
    public static int[] NewBlocks(int scores)
    {
        var blocks = new int[(scores + Fan - 1) / Fan];
        blocks.AsSpan().Fill(SuggestIndex.None);
        return blocks;
    }

    /// <summary>Builds it.</summary>
    /// <param name="blocks">Of each <see cref="Fan"/> scores the greatest; kept.</param>
    public static RangeMaxima Build(int[] blocks)
    {
        var levels = new List<int[]> { blocks };
        while (levels[^1].Length > 1)
        {
            var below = levels[^1];
            var level = NewBlocks(below.Length);
            for (var block = 0; block < below.Length; block++)
                level[block / Fan] = Math.Max(level[block / Fan], below[block]);
            levels.Add(level);
        }
        return new RangeMaxima([.. levels]);
    }
}
