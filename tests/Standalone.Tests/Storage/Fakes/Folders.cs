using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Tests.Storage.Fakes;

/// <summary>Data folders in memory.</summary>
internal static class Folders
{
    public const string Path = "/data";

    /// <summary>A folder that takes snapshots only when it is told to, unless the policy is another.</summary>
    public static DataFolder Of(IDisk disk, SnapshotPolicy? policy = null) =>
        new(disk, Path, folderLock: null, policy ?? OnDemand(), new StoppedTime(), NullLogger.Instance);

    public static SnapshotPolicy OnDemand() => new(long.MaxValue);

    /// <summary>What a start finds on a disk.</summary>
    public static (ModelStore Store, RecoveryReport Report) Start(MemoryDisk disk)
    {
        var store = new ModelStore();
        return (store, Of(disk).Restore(store.BeginRestore));
    }

    /// <summary>A disk with some commits of a row each, and the store that made them.</summary>
    public static async Task<(MemoryDisk Disk, ModelStore Store)> WithCommitsAsync(int commits, int bytes = 20)
    {
        var disk = new MemoryDisk();
        var store = new ModelStore();
        await using var folder = Of(disk);
        folder.Restore(store.BeginRestore);
        for (var at = 0; at < commits; at++)
            await store.CommitAsync(folder, bytes);
        return (disk, store);
    }

    /// <summary>A disk with as many snapshots as told, and some commits before and after each.</summary>
    public static async Task<(MemoryDisk Disk, ModelStore Store)> WithSnapshotsAsync(int snapshots, int commitsEach = 3)
    {
        var disk = new MemoryDisk();
        var store = new ModelStore();
        var policy = OnDemand();
        await using var folder = Of(disk, policy);
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync);
        for (var at = 1; at <= (snapshots + 1) * commitsEach; at++)
        {
            policy.IsWanted = at % commitsEach == 0 && at <= snapshots * commitsEach;
            await store.CommitAsync(folder);
            await folder.SnapshotUnderWay;
        }
        return (disk, store);
    }

    public static string Log(long number) => FolderFiles.NameOf(FileKind.Log, number);

    public static string Snapshot(long number) => FolderFiles.NameOf(FileKind.Snapshot, number);

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override long GetTimestamp() => 0;
    }
}
