using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>Decides which parts to make into one.</summary>
/// <remarks>
/// Parts are of levels by their size: below 1,024 movies, then each four times the one before. When a level has four
/// parts, they and all smaller ones become one, mostly of the next level. So a movie is rewritten about once a level, and a
/// catalogue of ten million has at most about twenty parts, all but the largest few of them small. A part that is
/// half deleted (or less, where memory counts more than work) is rewritten alone.
/// </remarks>
internal static class CompactionPolicy
{
    /// <summary>How many parts of one level call for compaction? Fewer cost writes, more cost every query.</summary>
    public const int PartsPerLevel = 4;

    /// <summary>From how many parts on does a commit wait for compaction? Reached only when writes outrun it.</summary>
    public const int MaxParts = 48;

    private const int SmallPart = 1024;

    /// <summary>The parts to compact now; empty when there is nothing to do.</summary>
    /// <param name="snapshot">The parts.</param>
    /// <param name="mostDeleted">What share of a part may be deleted.</param>
    public static LivePart[] Choose(Snapshot snapshot, double mostDeleted = 0.5)
    {
        var levels = snapshot.Parts.GroupBy(LevelOf).OrderByDescending(g => g.Key);
        foreach (var level in levels)
        {
            if (level.Count() < PartsPerLevel)
                continue;
            var chosen = snapshot.Parts.Where(p => LevelOf(p) <= level.Key).ToArray();
            if (chosen.Sum(p => (long)p.LiveCount) <= Part.MaxMovies)
                return chosen;
        }
        return [.. snapshot.Parts.Where(p => p.DeletedCount > p.Part.Count * mostDeleted).Take(1)];
    }

    private static int LevelOf(LivePart part)
    {
        var level = 0;
        for (long size = SmallPart; part.LiveCount >= size; size *= PartsPerLevel)
            level++;
        return level;
    }
}
