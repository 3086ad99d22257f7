using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>Snapshots are taken beside the commits, and files go when they are no longer needed.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Files_AfterSnapshots_AreTwoSnapshotsAndTheLogsSinceTheOlder()
    {
        Assert.Equal([Folders.Log(0), Folders.Log(3), Folders.Snapshot(3)], await NamesAfterAsync(1));
        Assert.Equal([Folders.Log(3), Folders.Log(6), Folders.Snapshot(3), Folders.Snapshot(6)], await NamesAfterAsync(2));
        Assert.Equal([Folders.Log(12), Folders.Log(15), Folders.Snapshot(12), Folders.Snapshot(15)], await NamesAfterAsync(5));
    }

    [Theory]
    [InlineData(100, 0, false)]
    [InlineData(101, 0, true)]
    [InlineData(101, 200, true)]
    [InlineData(101, 2424, false)]
    [InlineData(102, 2424, true)]
    public void IsDue_Usually_WhenTheLogIsBeyondTheLeastAndATwentyFourthOfTheSnapshot(long logBytes, long snapshotBytes, bool isDue) =>
        Assert.Equal(isDue, new SnapshotPolicy(leastLog: 100).IsDue(logBytes, snapshotBytes));

    [Theory]
    [InlineData(101, 200, true)]
    [InlineData(102, 1212, false)]
    [InlineData(606, 1212, false)]
    [InlineData(607, 1212, true)]
    public void IsDue_InAFirstLoad_WhenTheLogIsBeyondHalfOfTheSnapshot(long logBytes, long snapshotBytes, bool isDue) =>
        Assert.Equal(isDue, new SnapshotPolicy(leastLog: 100) { IsLoading = true }.IsDue(logBytes, snapshotBytes));

    [Fact]
    public async Task EndLoad_LogBeyondTheUsualShare_TakesOneAtOnce()
    {
        var store = new ModelStore();
        await using var folder = Folders.Of(new MemoryDisk(), new SnapshotPolicy(leastLog: 1));
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync, isLoading: true);
        await store.CommitAsync(folder, 100_000);
        await folder.SnapshotUnderWay;
        await store.CommitAsync(folder, 10_000);
        await folder.SnapshotUnderWay;
        Assert.Equal(1, folder.Status.Snapshots);

        folder.EndLoad();
        await folder.SnapshotUnderWay;

        Assert.Equal(2, folder.Status.Snapshots);
    }

    [Fact]
    public void IsDue_AfterAFailure_WhenTheLogHasGrownByAQuarter()
    {
        var policy = new SnapshotPolicy(leastLog: 100) { IsWanted = true };
        policy.Failed(logBytes: 200);
        Assert.False(policy.IsDue(249, 0));
        Assert.True(policy.IsDue(250, 0));
        policy.Succeeded();
        Assert.True(policy.IsDue(101, 0));
        Assert.False(policy.IsDue(100, 0));
    }

    [Fact]
    public async Task Append_LogGrownEnough_TakesASnapshotByItself()
    {
        var disk = new MemoryDisk();
        var store = new ModelStore();
        await using var folder = Folders.Of(disk, new SnapshotPolicy(leastLog: 1000));
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync);

        for (var commits = 0; folder.Status.Snapshots == 0; commits++)
        {
            Assert.True(commits < 20);
            await store.CommitAsync(folder);
            await folder.SnapshotUnderWay;
        }

        Assert.Equal(store.Number, folder.Status.Snapshot);
        Assert.Equal(0, folder.Status.LogBytes);
        Assert.True(Folders.Start(disk).Store.Has(store));
    }

    [Fact]
    public async Task TakeSnapshots_AfterAStartWithALongLog_TakesOneAtOnce()
    {
        var (disk, _) = await Folders.WithCommitsAsync(20);
        var store = new ModelStore();
        await using var folder = Folders.Of(disk, new SnapshotPolicy(leastLog: 1000));
        folder.Restore(store.BeginRestore);

        folder.TakeSnapshots(store.CaptureAsync);
        await folder.SnapshotUnderWay;

        Assert.Equal(20, folder.Status.Snapshot);
    }

    [Fact]
    public async Task Append_WhileASnapshotIsWritten_IsNotHeldUpAndNotLost()
    {
        var (disk, store, folder, policy) = await StartAsync();
        await using var _ = folder;
        using var begun = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        store.WhileWriting = at =>
        {
            if (at != 1)
                return;
            begun.Release();
            go.Wait();
        };
        policy.IsWanted = true;
        await store.CommitAsync(folder);
        await begun.WaitAsync();

        for (var commits = 0; commits < 5; commits++)
            await store.CommitAsync(folder);
        Assert.True(Folders.Start(disk.AfterKill()).Store.Has(store));
        Assert.True(Folders.Start(disk.AfterPowerFailure()).Store.Has(store));
        go.Set();
        await folder.SnapshotUnderWay;

        var (restored, report) = Folders.Start(disk.AfterPowerFailure());
        Assert.True(restored.Has(store));
        Assert.Equal((3, 5), (report.Snapshot, report.Commits));
    }

    /// <summary>Several that write and one that captures, without an order between them.</summary>
    [Fact]
    public async Task Append_ManySnapshotsAtOnce_LosesNothing()
    {
        var disk = new MemoryDisk();
        var store = new ModelStore();
        await using (var folder = Folders.Of(disk, new SnapshotPolicy(leastLog: 200)))
        {
            folder.Restore(store.BeginRestore);
            folder.TakeSnapshots(store.CaptureAsync);
            await Parallel.ForEachAsync(Enumerable.Range(1, 400), async (row, _) =>
                await store.CommitAsync(folder, (row, ModelStore.RowOf(row, 30))));
            await folder.SnapshotUnderWay;
            Assert.True(folder.Status.Snapshots > 0);
            Assert.Equal(0, folder.Status.FailedSnapshots);
        }

        var (restored, report) = Folders.Start(disk.AfterPowerFailure());
        Assert.True(restored.Has(store));
        Assert.Equal(400, restored.Rows.Count);
        Assert.Empty(report.Lost.Concat(report.Mended));
    }

    [Fact]
    public async Task Snapshot_DiskFullAtAnyByte_LeavesNothingAndDisturbsNoCommit()
    {
        for (var room = 0L; ; room += 7)
        {
            var (disk, store, folder, policy) = await StartAsync(captures: false);
            await using var _ = folder;
            await store.CommitAsync(folder);
            disk.Room = room;
            policy.IsWanted = true;
            folder.TakeSnapshots(store.CaptureAsync);
            await folder.SnapshotUnderWay;
            disk.Room = long.MaxValue;

            if (folder.Status.Snapshots == 1)
                break;
            Assert.Equal(1, folder.Status.FailedSnapshots);
            Assert.Null(folder.Status.Refused);
            Assert.All(disk.Names, name => Assert.Matches("^log-[0-9]+.mgl$", name));
            await store.CommitAsync(folder);
            Assert.True(Folders.Start(disk.AfterPowerFailure()).Store.Has(store));
        }
    }

    [Theory]
    [InlineData(3)] // Step.Sync
    [InlineData(4)] // Step.Rename
    [InlineData(6)] // Step.SyncFolder
    public async Task Snapshot_AnyStepFails_LeavesNothingAndIsTakenLater(int step)
    {
        var (disk, store, folder, policy) = await StartAsync(captures: false);
        await using var _ = folder;
        await store.CommitAsync(folder);
        disk.Before = (asked, name) =>
        {
            if (asked == (Step)step && !name.StartsWith("log", StringComparison.Ordinal))
                throw MemoryDisk.Failure(MemoryDisk.InputOutput);
        };
        policy.IsWanted = true;
        folder.TakeSnapshots(store.CaptureAsync);
        await folder.SnapshotUnderWay;
        Assert.Equal((0, 1), (folder.Status.Snapshots, folder.Status.FailedSnapshots));
        Assert.DoesNotContain(disk.Names, name => name.StartsWith("snapshot", StringComparison.Ordinal));

        disk.Before = null;
        policy.Succeeded();
        policy.IsWanted = true;
        await store.CommitAsync(folder);
        await folder.SnapshotUnderWay;

        Assert.Equal(1, folder.Status.Snapshots);
        Assert.True(Folders.Start(disk.AfterPowerFailure()).Store.Has(store));
    }

    [Fact]
    public async Task Dispose_WhileASnapshotIsWritten_GivesItUpAndLeavesNothing()
    {
        var (disk, store, folder, policy) = await StartAsync();
        using var begun = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        store.WhileWriting = at =>
        {
            if (at != 0)
                return;
            begun.Release();
            go.Wait();
        };
        policy.IsWanted = true;
        await store.CommitAsync(folder);
        await begun.WaitAsync();

        var disposal = folder.DisposeAsync().AsTask();
        go.Set();
        await disposal;

        Assert.DoesNotContain(disk.Names, name => name.Contains("snapshot", StringComparison.Ordinal));
        Assert.True(Folders.Start(disk).Store.Has(store));
    }

    /// <summary>A store that has stopped may never come to it.</summary>
    [Fact]
    public async Task Dispose_WhileNothingIsCaptured_DoesNotWait()
    {
        var (_, store, folder, policy) = await StartAsync(captures: false);
        var never = new TaskCompletionSource<Catalog.Durability.ICatalogImage>();
        policy.IsWanted = true;
        await store.CommitAsync(folder);
        folder.TakeSnapshots(_ => new(never.Task));

        await folder.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(folder));
    }

    private static async Task<IEnumerable<string>> NamesAfterAsync(int snapshots) =>
        (await Folders.WithSnapshotsAsync(snapshots)).Disk.Names;

    private static async Task<(MemoryDisk Disk, ModelStore Store, DataFolder Folder, SnapshotPolicy Policy)> StartAsync(
        bool captures = true)
    {
        var (disk, _) = await Folders.WithCommitsAsync(2);
        var store = new ModelStore();
        var policy = Folders.OnDemand();
        var folder = Folders.Of(disk, policy);
        folder.Restore(store.BeginRestore);
        if (captures)
            folder.TakeSnapshots(store.CaptureAsync);
        return (disk, store, folder, policy);
    }
}
