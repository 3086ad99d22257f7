using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Metrics;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

public sealed class StorageMetricsTests
{
    [Fact]
    public async Task Write_AfterCommitsARefusalAndASnapshot_TellsOfEach()
    {
        var (disk, _) = await Folders.WithCommitsAsync(2);
        using var store = new ModelStore();
        var policy = Folders.OnDemand();
        await using var folder = Folders.Of(disk, policy);
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync);
        policy.IsWanted = true;
        await store.CommitAsync(folder);
        await folder.SnapshotUnderWay;
        disk.Room = 0;
        await Assert.ThrowsAsync<WriteRefusedException>(() => store.CommitAsync(folder));

        var text = new MetricsText();
        new StorageMetrics(() => folder.Status).Write(text);
        var lines = text.ToString().Split('\n');

        Assert.Contains("movies_storage_commits_total 1", lines);
        Assert.Contains("movies_storage_snapshots_total 1", lines);
        Assert.Contains("movies_storage_log_bytes 0", lines);
        Assert.Contains("movies_storage_writes_refused{reason=\"full\"} 1", lines);
        Assert.Contains("movies_storage_writes_refused{reason=\"failed\"} 0", lines);
        Assert.Contains("movies_storage_recovery_losses 0", lines);
    }
}
