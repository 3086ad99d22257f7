using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MovieGrains.Catalog.Durability;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>What was committed is there again.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Restore_EmptyFolder_IsFirstStartAndBeginsNothing()
    {
        var report = Folders.Of(new MemoryDisk()).Restore(() => throw new InvalidOperationException("nothing to restore"));

        Assert.True(report.IsFirstStart);
        Assert.Equal(0, report.LastNumber);
    }

    [Fact]
    public async Task Restore_Commits_GivesThemInOrder()
    {
        var (disk, store) = await Folders.WithCommitsAsync(5);

        var (restored, report) = Folders.Start(disk);

        Assert.True(restored.Has(store));
        Assert.Equal([1, 2, 3, 4, 5], restored.Restored);
        Assert.Equal((5, 5, 0), (report.LastNumber, report.Commits, report.TornBytes));
        Assert.Empty(report.Lost.Concat(report.Mended));
    }

    [Fact]
    public async Task Restore_SnapshotAndCommits_GivesTheImageAndWhatCameAfter()
    {
        var (disk, store) = await Folders.WithSnapshotsAsync(snapshots: 2);

        var (restored, report) = Folders.Start(disk);

        Assert.True(restored.Has(store));
        Assert.Equal([7, 8, 9], restored.Restored);
        Assert.Equal((6, 6, 3), (report.Snapshot, report.Movies, report.Commits));
        Assert.Empty(report.Lost.Concat(report.Mended));
    }

    [Fact]
    public async Task Append_AfterRestore_GoesOnInTheSameLog()
    {
        var (disk, store) = await Folders.WithCommitsAsync(3);
        var restored = new ModelStore();
        await using (var folder = Folders.Of(disk))
        {
            folder.Restore(restored.BeginRestore);
            await restored.CommitAsync(folder);
        }

        Assert.Equal([Folders.Log(0)], disk.Names);
        Assert.Equal([1, 2, 3, 4], Folders.Start(disk).Store.Restored);
        Assert.False(restored.Has(store));
    }

    /// <summary>Items of every size, in commits of every size, over restarts and snapshots.</summary>
    [Fact]
    public void Restore_RandomCommits_GivesThemByteForByte() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new System.Random(seed);
            var disk = new MemoryDisk();
            var expected = new List<(long Number, byte[] Item)>();
            var number = 0L;
            for (var start = 0; start < 3; start++)
            {
                var folder = Folders.Of(disk);
                var read = new Recording();
                folder.Restore(() => read);
                Assert.Equal(expected, read.Items, Recording.Same);
                for (var commits = random.Next(6); commits > 0; commits--)
                {
                    var items = Enumerable.Range(0, random.Next(20)).Select(_ => Item(random)).ToArray();
                    folder.AppendAsync(new Items(++number, 0, items), default).AsTask().GetAwaiter().GetResult();
                    expected.AddRange(items.Select(item => (number, item)));
                }
                folder.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public async Task Restore_LargeAndSmallestItems_GivesThemByteForByte()
    {
        const int frame = StorageFormat.FrameTarget;
        byte[][] items = [[1], new byte[5 << 20], [2], new byte[frame - StorageFormat.ItemPrefix], [3], new byte[frame]];
        foreach (var item in items)
            item[^1] = (byte)(item.Length % 251);
        var disk = new MemoryDisk();
        await using (var folder = Folders.Of(disk))
        {
            folder.Restore(() => new Recording());
            await folder.AppendAsync(new Items(1, 0, items), default);
            await folder.AppendAsync(new Items(2, 0, []), default);
        }

        var read = new Recording();
        var report = Folders.Of(disk).Restore(() => read);

        Assert.Equal(2, report.Commits);
        Assert.Equal(items.Select(item => (1L, item)), read.Items, Recording.Same);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StorageFormat.MaxItem + 1)]
    public async Task Append_ItemOfImpossibleSize_IsRefusedAndTheNextIsTaken(int size)
    {
        await using var folder = Folders.Of(new MemoryDisk());
        folder.Restore(() => new Recording());

        await Assert.ThrowsAsync<Catalog.Writes.WriteRefusedException>(
            () => folder.AppendAsync(new Items(1, 0, [[1], new byte[size]]), default).AsTask());

        await folder.AppendAsync(new Items(1, 0, [[1]]), default);
    }

    [Fact]
    public async Task Append_WrongNumberOrTwoAtOnce_Throws()
    {
        await using var folder = Folders.Of(new MemoryDisk());
        await Assert.ThrowsAsync<InvalidOperationException>(() => folder.AppendAsync(new Items(1, 0, []), default).AsTask());
        folder.Restore(() => new Recording());
        await Assert.ThrowsAsync<InvalidOperationException>(() => folder.AppendAsync(new Items(2, 0, []), default).AsTask());

        using var go = new ManualResetEventSlim();
        var first = folder.AppendAsync(new Items(1, 0, [[1]]) { WhileWriting = _ => go.Wait() }, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => folder.AppendAsync(new Items(2, 0, []), default).AsTask());
        go.Set();
        await first;
    }

    [Fact]
    public async Task Append_Cancelled_LeavesNothing()
    {
        var disk = new MemoryDisk();
        await using var folder = Folders.Of(disk);
        folder.Restore(() => new Recording());
        await folder.AppendAsync(new Items(1, 0, [[1]]), default);
        var before = disk.Read(Folders.Log(0));
        using var cancel = new CancellationTokenSource();
        var items = new Items(2, 0, [.. Enumerable.Range(0, 9).Select(_ => new byte[StorageFormat.FrameTarget])])
        {
            WhileWriting = at => { if (at == 5) cancel.Cancel(); },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => folder.AppendAsync(items, cancel.Token).AsTask());

        Assert.Equal(before, disk.Read(Folders.Log(0)));
        await folder.AppendAsync(new Items(2, 0, [[2]]), default);
    }

    private static byte[] Item(System.Random random)
    {
        var item = new byte[random.Next(10) == 0 ? random.Next(1, 400_000) : random.Next(1, 200)];
        random.NextBytes(item);
        return item;
    }

    /// <summary>Keeps the items that it is given.</summary>
    private sealed class Recording : ICatalogRestore
    {
        private long _number;

        public List<(long Number, byte[] Item)> Items { get; } = [];

        public bool LacksIndex => false;

        public static bool Same((long Number, byte[] Item) one, (long Number, byte[] Item) other) =>
            one.Number == other.Number && one.Item.AsSpan().SequenceEqual(other.Item);

        public void BeginImage(long number) => throw new NotSupportedException(number.ToString(CultureInfo.InvariantCulture));

        public void BeginCommit(long number) => _number = number;

        public void Read(ReadOnlySpan<byte> item) => Items.Add((_number, item.ToArray()));

        public void Finish()
        {
        }
    }
}
