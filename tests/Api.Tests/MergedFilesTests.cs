using MovieGrains.Api.Cluster;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Tests;

public sealed class MergedFilesTests
{
    private int calls;

    [Fact]
    public async Task ReadAsync_RandomListsAndPages_AreThoseOfTheOneList()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var lists = Lists(random, random.Next(0, 6), 40);
            var whole = Whole(lists);
            var (first, count) = (random.Next(0, whole.Count + 5), random.Next(1, 12));
            var (total, files) = await Merged(lists).ReadAsync(first, count);
            Assert.Equal(whole.Count, total);
            Assert.Equal(whole.Skip(first).Take(count), files);
        }
    }

    [Fact]
    public async Task ReadAsync_PageFarBack_TakesFewCalls()
    {
        var lists = Lists(new Random(2), 4, 20_000);
        var whole = Whole(lists);
        var (_, files) = await Merged(lists).ReadAsync(whole.Count - 3, 20);
        Assert.Equal(whole.TakeLast(3), files);
        Assert.InRange(calls, 1, 200);
    }

    [Fact]
    public async Task ReadAsync_BeyondAllThereIs_HasTheTotalAlone()
    {
        foreach (var count in (int[])[1, 3])
        {
            var lists = Lists(new Random(3), count, 5);
            var (total, files) = await Merged(lists).ReadAsync(long.MaxValue, 20);
            Assert.Equal((lists.Sum(static l => l.Count), 0), ((int)total, files.Count));
        }
    }

    private MergedFiles Merged(List<List<ListedFile>> lists) => new(lists.Count, (list, first, count) =>
    {
        calls++;
        return Task.FromResult(new SourceFiles(lists[list].Count, [.. lists[list].Skip((int)Math.Min(first, 1_000_000)).Take(count)]));
    });

    /// <summary>Some files are of one moment, as those of one poll are.</summary>
    private static List<List<ListedFile>> Lists(Random random, int count, int most) => [.. Enumerable.Range(0, count).Select(_ => Ordered(
        Enumerable.Range(0, random.Next(0, most)).Select(_ => new ListedFile(random.Next(0, 30), $"{random.NextInt64():x16}", []))))];

    private static List<ListedFile> Whole(List<List<ListedFile>> lists) => Ordered(lists.SelectMany(static list => list));

    private static List<ListedFile> Ordered(IEnumerable<ListedFile> files) =>
        [.. files.OrderByDescending(static f => f.LastSeen).ThenBy(static f => f.Id, StringComparer.Ordinal)];
}
