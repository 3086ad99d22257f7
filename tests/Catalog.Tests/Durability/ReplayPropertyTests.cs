using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Durability;

/// <summary>A store per year merges what the year's records say, and another takes over what these have merged: it is the store
/// that one merging all would be.</summary>
public sealed class ReplayPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Replay_ImagesAndCommitsOfTheYears_IsTheOneStoreOfAll(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 100; seed++)
            await CheckAsync(new Dice(seed));
    }

    [Fact]
    public async Task WriteTo_SeveralRuns_AllOfThemAreTheImage()
    {
        var records = new RecordSource(new Dice(7));
        await using var store = await Asking.LoadedAsync([records.Files(40, 20)]);
        var image = await store.CaptureAsync(_ => { }, CancellationToken.None);
        var runs = Enumerable.Range(0, 5).Select(_ => new ItemRun()).ToArray();

        image.WriteTo(key => runs[key % 5]);

        await using var replica = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var replay = replica.BeginReplay();
        foreach (var run in runs.Reverse())
            replay.ReadRun(run.Written);
        await replay.CommitAsync(CancellationToken.None);
        Assert.Equal(await store.DocumentsAsync(), await replica.DocumentsAsync());
    }

    [Fact]
    public void TryRead_RunThatEndsWithinAnItem_Throws()
    {
        var run = new ItemRun();
        run.Write("four"u8);
        var bytes = run.Written.ToArray();

        for (var length = 1; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() =>
            {
                ReadOnlySpan<byte> rest = cut;
                ItemRun.TryRead(ref rest, out _);
            });
        }
    }

    private static async Task CheckAsync(Dice dice)
    {
        var records = new RecordSource(dice, dice.Between(1, 12), dice.Between(1, 3));
        await using var whole = new CatalogStore(TimeProvider.System, compactInBackground: false);
        await using var replica = new CatalogStore(TimeProvider.System, compactInBackground: false);
        var owners = new Dictionary<int, Owner>();
        for (var step = dice.Between(1, 10); step > 0; step--)
        {
            var files = records.Files(dice.Between(1, 4), 6);
            await whole.LoadAsync(files);
            foreach (var year in YearsOf(files))
            {
                if (!owners.TryGetValue(year, out var owner))
                    owners.Add(year, owner = new Owner(year));
                await FeedAsync(owner, files);
            }
            if (dice.Chance(0.5))
                await PullAsync(owners.Values, replica, dice);
        }
        await PullAsync(owners.Values, replica, dice);

        Assert.True((await whole.DocumentsAsync()).SequenceEqual(await replica.DocumentsAsync()), $"Seed {dice.Seed}");
        foreach (var owner in owners.Values)
            await owner.Store.DisposeAsync();
    }

    /// <summary>Feeds an owner the records of its year, each with its place in the whole file: places decide between records.</summary>
    private static async Task FeedAsync(Owner owner, List<SourceFile> files)
    {
        var check = new RecordCheck();
        using var batch = owner.Store.Begin();
        foreach (var file in files)
        {
            batch.BeginFile(file.Origin);
            for (var place = 0; place < file.Records.Count; place++)
            {
                var json = Encoding.UTF8.GetBytes(file.Records[place]);
                if (check.Read(json, out var year) is null && year == owner.Year)
                    Assert.Null(batch.Add(json, place));
            }
            batch.EndFile();
        }
        await batch.CommitAsync(null, CancellationToken.None);
    }

    private static IEnumerable<int> YearsOf(List<SourceFile> files)
    {
        var check = new RecordCheck();
        return files.SelectMany(f => f.Records).Select(r => check.Read(Encoding.UTF8.GetBytes(r), out var year) is null ? year : 0).Distinct();
    }

    private static async Task PullAsync(IEnumerable<Owner> owners, CatalogStore replica, Dice dice)
    {
        var replay = replica.BeginReplay();
        foreach (var owner in owners.Where(_ => dice.Chance(0.9)).Concat(owners))
        {
            if (dice.Chance(0.3))
                await PullImageAsync(owner, replay);
            // Some commits are read twice, as after a pull that was lost: that must do no harm.
            var from = dice.Chance(0.2) ? Math.Max(0, owner.Pulled - 1) : owner.Pulled;
            foreach (var (_, items) in owner.Log.Commits.Where(c => c.Number > from))
            {
                replay.BeginRun();
                items.ForEach(item => replay.Read(item));
            }
            owner.Pulled = owner.Store.Status.Generation;
        }
        await replay.CommitAsync(CancellationToken.None);
    }

    private static async Task PullImageAsync(Owner owner, ICatalogReplay replay)
    {
        var image = await owner.Store.CaptureAsync(_ => { }, CancellationToken.None);
        ItemRun[] runs = [new(), new()];
        image.WriteTo(key => runs[key % 2]);
        replay.Clear(owner.Year);
        foreach (var run in runs)
            replay.ReadRun(run.Written);
        owner.Pulled = image.Number;
    }

    private sealed class Owner
    {
        public Owner(int year)
        {
            Year = year;
            Store = new CatalogStore(TimeProvider.System, Log, compactInBackground: false);
        }

        public int Year { get; }

        public MemoryLog Log { get; } = new();

        public CatalogStore Store { get; }

        public long Pulled { get; set; }
    }
}
