using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Postings;

/// <summary>Bitmaps against sets.</summary>
public sealed class BitmapTests
{
    public static TheoryData<int> Universes => [.. NumberSets.Universes];

    [Theory]
    [MemberData(nameof(Universes))]
    public void Set_Numbers_AreThere(int universe)
    {
        foreach (var set in NumberSets.In(universe, new Dice(universe)))
        {
            var bits = Bits(set, universe);
            Assert.Equal(set, Numbers(bits));
            Assert.Equal(set.Count, Bitmap.Count(bits));
            Assert.All(Enumerable.Range(0, Math.Min(universe, 300)), n => Assert.Equal(set.Contains(n), Bitmap.Contains(bits, n)));
        }
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void CountAndClearRange_AnyBorders_AreThoseOfTheSet(int universe)
    {
        var dice = new Dice(universe);
        foreach (var set in NumberSets.In(universe, dice))
        {
            var bits = Bits(set, universe);
            foreach (var (from, end) in NumberSets.Windows(universe, dice))
            {
                Assert.Equal(set.Count(n => n >= from && n < end), Bitmap.Count(bits, from, end));
                var cleared = bits.ToArray();
                Bitmap.ClearRange(cleared, from, end);
                Assert.Equal(set.Where(n => n < from || n >= end), Numbers(cleared));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void AndOrAndNot_TwoSets_AreThoseOfTheSets(int universe)
    {
        var dice = new Dice(universe);
        var sets = NumberSets.In(universe, dice).ToList();
        for (var i = 0; i < 30; i++)
        {
            SortedSet<int> a = dice.Pick(sets), b = dice.Pick(sets);
            Assert.Equal(a.Intersect(b).Order(), Combine(a, b, (x, y) => Bitmap.And(x, y)));
            Assert.Equal(a.Union(b).Order(), Combine(a, b, (x, y) => Bitmap.Or(x, y)));
            Assert.Equal(a.Except(b).Order(), Combine(a, b, (x, y) => Bitmap.AndNot(x, y)));
            Assert.Equal(a.Intersect(b).Count(), Bitmap.CountAnd(Bits(a, universe), Bits(b, universe)));

            IEnumerable<int> Combine(SortedSet<int> left, SortedSet<int> right, Action<ulong[], ulong[]> combine)
            {
                var target = Bits(left, universe);
                combine(target, Bits(right, universe));
                return Numbers(target);
            }
        }
    }

    /// <summary>The numbers of a bitmap, one bit after the other.</summary>
    internal static List<int> Numbers(ReadOnlySpan<ulong> words)
    {
        var numbers = new List<int>();
        foreach (var number in new BitmapNumbers(words))
            numbers.Add(number);
        return numbers;
    }

    private static ulong[] Bits(SortedSet<int> set, int universe)
    {
        var bits = new ulong[Bitmap.WordsFor(universe)];
        foreach (var number in set)
            Bitmap.Set(bits, number);
        return bits;
    }
}
