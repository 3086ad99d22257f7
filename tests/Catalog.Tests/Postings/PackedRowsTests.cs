using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Tests.Postings;

public sealed class PackedRowsTests
{
    [Fact]
    public void Next_AnyRows_AreAsTheyWereAdded()
    {
        var random = new Random(3);
        List<int[]> rows = [[], [0], [127, 128], [16_383, 16_384], [int.MaxValue], [], .. Enumerable.Range(0, 3000).Select(_ => Row(random, random.Next(80)))];
        // More than a chunk has room for, between others.
        rows.Insert(1000, Row(random, 300_000));
        var packed = new PackedRows();
        foreach (var row in rows)
        {
            foreach (var number in row)
                packed.Add(number);
            packed.EndRow();
        }

        var (once, again) = (packed.Read(), packed.Read());

        foreach (var row in rows)
        {
            Assert.Equal(row, once.Next().ToArray());
            Assert.Equal(row, again.Next().ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(5000)]
    public void Build_OfRowsInAnyOrder_IsAsIfThingsHadBeenInOrder(int count)
    {
        var random = new Random(count);
        var names = Enumerable.Range(0, 300).OrderBy(_ => random.Next()).ToArray(); // Of each thing, in the order in which they come.
        var rows = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(9)).Select(_ => (int)Math.Sqrt(random.Next(300 * 300))).ToArray()).ToList();
        var given = new Dictionary<int, int>();
        var lists = new ListsOfRows(count);
        foreach (var row in rows)
        {
            foreach (var thing in row)
            {
                if (!given.TryGetValue(thing, out var number))
                    given.Add(thing, number = given.Count);
                lists.Add(number);
            }
            lists.EndRow();
        }
        var things = given.Keys.OrderBy(thing => names[thing]).ToArray();
        List<int[]> each = [];

        var built = lists.Build([.. things.Select(thing => given[thing])]);
        lists.Each((numbers, row) => each.Add([row, .. numbers]));

        var ranked = rows.SelectMany(row => row.Select(thing => Array.IndexOf(things, thing))).ToArray();
        var ends = rows.Select((_, row) => rows.Take(row + 1).Sum(static r => r.Length)).ToArray();
        var expected = PostingLists.OfRows(ranked, ends, things.Length);
        Assert.Equal(expected.MemoryBytes, built.MemoryBytes);
        int[] one = [], other = [];
        for (var list = 0; list < things.Length; list++)
        {
            var (count1, count2) = (expected.List(list, ref one), built.List(list, ref other));
            Assert.Equal(one.Take(count1), other.Take(count2));
        }
        Assert.Equal(rows.Select((row, number) => (int[])[number, .. row.Distinct().Select(thing => given[thing])]), each);
    }

    private static int[] Row(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next() >> random.Next(31))];
}
