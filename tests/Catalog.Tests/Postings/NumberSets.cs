using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Postings;

/// <summary>Random sets of numbers, of all densities, in universes at the borders of words, blocks and density.</summary>
internal static class NumberSets
{
    public static readonly int[] Universes = [0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 100_000];

    /// <summary>Sets of 0, 1, a few, just under and at the border of density, a block and a number around it, half and all.</summary>
    public static IEnumerable<SortedSet<int>> In(int universe, Dice dice)
    {
        int[] sizes = [0, 1, 2, 127, 128, 129, 256, 257, (universe / 32) - 1, universe / 32, (universe / 32) + 1, universe / 2, universe - 1, universe];
        foreach (var size in sizes.Where(s => s >= 0 && s <= universe).Distinct())
        {
            yield return Spread(size, universe, dice);
            if (size > 10_000)
                continue;
            yield return [.. Enumerable.Range(0, size)];
            yield return [.. Enumerable.Range(universe - size, size)];
        }
    }

    /// <summary>Borders of a window of a universe: around words, blocks and its ends, and some more.</summary>
    public static IEnumerable<int> Borders(int universe, Dice dice) =>
        new[] { 0, 1, 63, 64, 65, 127, 128, 129, universe / 2, universe - 65, universe - 64, universe - 1, universe, dice.Below(universe + 1) }
            .Where(b => b >= 0 && b <= universe).Distinct();

    /// <summary>Windows of a universe between its borders: the whole, and some others, of which some are empty.</summary>
    public static List<(int From, int End)> Windows(int universe, Dice dice)
    {
        var borders = Borders(universe, dice).ToList();
        return [(0, universe), .. dice.Some(6, 6, () => (dice.Pick(borders), dice.Pick(borders)))];
    }

    private static SortedSet<int> Spread(int size, int universe, Dice dice)
    {
        if (size > universe / 2)
            return [.. Enumerable.Range(0, universe).Except(Spread(universe - size, universe, dice))];
        var set = new SortedSet<int>();
        while (set.Count < size)
            set.Add(dice.Below(universe));
        return set;
    }
}
