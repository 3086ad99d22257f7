using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Tests.Generated;

namespace MovieGrains.Catalog.Tests.Postings;

/// <summary>Posting lists against sets.</summary>
public sealed class PostingListsTests
{
    public static TheoryData<int> Universes => [.. NumberSets.Universes];

    [Theory]
    [MemberData(nameof(Universes))]
    public void Build_Sets_AreReadBack(int universe)
    {
        var dice = new Dice(universe);
        var sets = NumberSets.In(universe, dice).ToList();
        var lists = Build(universe, sets, dice);
        int[] numbers = [];
        for (var list = 0; list < sets.Count; list++)
        {
            Assert.Equal(sets[list].Count, lists.CountOf(list));
            Assert.Equal(sets[list].Count * 32L >= universe, lists.IsDense(list));
            var count = lists.List(list, ref numbers);
            Assert.Equal(sets[list], numbers.Take(count));
        }
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Decode_AnyWindow_IsThatPartOfTheSet(int universe)
    {
        var dice = new Dice(universe + 1);
        var sets = NumberSets.In(universe, dice).ToList();
        var lists = Build(universe, sets, dice);
        for (var list = 0; list < sets.Count; list++)
        {
            foreach (var (from, end) in NumberSets.Windows(universe, dice))
            {
                AssertOrInto(lists, list, sets[list], from >> 6, Bitmap.WordsFor(end));
                if (lists.IsDense(list))
                    continue;
                var numbers = new int[lists.CountOf(list)];
                Assert.Equal(Within(sets[list], from, end), numbers.Take(lists.Decode(list, from, end, numbers)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Open_AnyNumber_ReadsAllFromThereOn(int universe)
    {
        var dice = new Dice(universe + 2);
        var sets = NumberSets.In(universe, dice).ToList();
        var lists = Build(universe, sets, dice);
        for (var list = 0; list < sets.Count; list++)
        {
            foreach (var from in lists.IsDense(list) ? [] : NumberSets.Borders(universe, dice).Concat(sets[list].Take(600).Where((_, i) => i % 64 is 0 or 63)))
            {
                var read = new List<int>();
                var reader = lists.Open(list, from);
                while (reader.MoveNext())
                    read.Add(reader.Current);
                var before = read.TakeWhile(n => n < from).Count();
                Assert.True(before <= PostingLists.BlockSize, $"{before} read in vain");
                Assert.Equal(Within(sets[list], from, universe), read.Skip(before));
            }
        }
    }

    [Fact]
    public void Build_AnotherOrderAndListsThatNeverCame_AreAsAsked()
    {
        var builder = new PostingListsBuilder(100);
        builder.Count(300, 5);
        builder.Count(0, 7);
        builder.Seal();
        builder.Add(300, 5);
        builder.Add(0, 7);
        Assert.Equal(301, builder.Lists);
        var lists = builder.Build([300, 1, 0]);
        Assert.Equal([1, 0, 1], [lists.CountOf(0), lists.CountOf(1), lists.CountOf(2)]);
        int[] numbers = [];
        Assert.Equal(1, lists.List(0, ref numbers));
        Assert.Equal(5, numbers[0]);
    }

    [Fact]
    public void OfRows_NumberTwiceInARow_IsTakenOnce()
    {
        var lists = PostingLists.OfRows([1, 1, 0, 1, 0], [2, 2, 5], 2);
        int[] numbers = [];
        Assert.Equal(1, lists.List(0, ref numbers));
        Assert.Equal(2, numbers[0]);
        Assert.Equal(2, lists.List(1, ref numbers));
        Assert.Equal([0, 2], numbers.Take(2));
    }

    private static void AssertOrInto(PostingLists lists, int list, SortedSet<int> set, int firstWord, int endWord)
    {
        var window = new ulong[Math.Max(0, endWord - firstWord)];
        if (window.Length > 0)
            window[0] = 1;
        lists.OrInto(list, firstWord, window);
        var expected = Within(set, firstWord << 6, endWord << 6).Select(n => n - (firstWord << 6)).ToHashSet();
        if (window.Length > 0)
            expected.Add(0);
        Assert.Equal(expected.Order(), BitmapTests.Numbers(window));
    }

    private static PostingLists Build(int universe, List<SortedSet<int>> sets, Dice dice)
    {
        var rows = sets.SelectMany((set, list) => set.Select(number => (number, list))).ToLookup(p => p.number, p => p.list);
        var ends = new int[universe];
        var numbers = new List<int>();
        for (var row = 0; row < universe; row++)
        {
            numbers.AddRange(dice.Chance(0.1) ? rows[row].Concat(rows[row].Reverse()) : rows[row]);
            ends[row] = numbers.Count;
        }
        return PostingLists.OfRows([.. numbers], ends, sets.Count);
    }

    private static IEnumerable<int> Within(SortedSet<int> set, int from, int end) => set.Where(n => n >= from && n < end);
}
