using MovieGrains.Catalog.Writes;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>What the folder does when the disk does not.</summary>
public sealed class FaultTests
{
    private const int Quota = 122;

    [Fact]
    public async Task Append_DiskFullAtAnyByte_IsRefusedLeavesNothingAndIsTakenWhenThereIsRoom()
    {
        var (start, _) = await Folders.WithCommitsAsync(2);
        var whole = start.Read(Folders.Log(0));
        var each = (whole.Length - StorageFormat.HeaderBytes) / 2;
        for (var room = 0; room < each; room++)
        {
            var disk = start.AfterKill();
            var store = new ModelStore();
            await using var folder = Folders.Of(disk);
            folder.Restore(store.BeginRestore);
            disk.Room = room;

            await AssertRefusedAsync(WriteRefusal.StorageFull, folder, store);

            Assert.Equal(whole, disk.Read(Folders.Log(0)));
            Assert.Equal(WriteRefusal.StorageFull, folder.Status.Refused);
            Assert.True(Folders.Start(disk.AfterKill()).Store.Has(store));
            disk.Room = long.MaxValue;
            await AssertGoesOnAsync(disk, folder, store);
            Assert.Null(folder.Status.Refused);
        }
    }

    /// <summary>Also a folder that has no log yet needs no room to start, and reads.</summary>
    [Fact]
    public async Task Append_DiskFullWhileTheLogIsBegun_IsRefusedAndIsTakenWhenThereIsRoom()
    {
        for (var room = 0; room < StorageFormat.HeaderBytes; room++)
        {
            var disk = new MemoryDisk { Room = room };
            var store = new ModelStore();
            await using var folder = Folders.Of(disk);
            folder.Restore(store.BeginRestore);

            await AssertRefusedAsync(WriteRefusal.StorageFull, folder, store);

            Assert.Empty(disk.Names);
            disk.Room = long.MaxValue;
            await AssertGoesOnAsync(disk, folder, store);
        }
    }

    [Theory]
    [InlineData(MemoryDisk.NoSpace)]
    [InlineData(Quota)]
    [InlineData(DiskFault.FileTooLarge)]
    public async Task Append_NoRoomToSync_IsRefusedAndIsTakenWhenThereIsRoom(int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Numbers of errors are Linux's.");
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        var whole = disk.Read(Folders.Log(0));
        disk.Before = (step, _) => { if (step == Step.Sync) throw MemoryDisk.Failure(code); };

        await AssertRefusedAsync(WriteRefusal.StorageFull, folder, store);

        Assert.Equal(whole, disk.Read(Folders.Log(0)));
        disk.Before = null;
        await AssertGoesOnAsync(disk, folder, store);
    }

    /// <summary>The whole commit was written: when power fails it must not come back after it was refused.</summary>
    [Fact]
    public async Task Append_NoRoomToSync_IsNotThereAfterAFailureOfPower()
    {
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        var syncs = 0;
        disk.Before = (step, _) => { if (step == Step.Sync && syncs++ == 0) throw MemoryDisk.Failure(MemoryDisk.NoSpace); };

        await AssertRefusedAsync(WriteRefusal.StorageFull, folder, store);

        Assert.Equal(2, syncs);
        Assert.True(Folders.Start(disk.AfterPowerFailure()).Store.Has(store));
        Assert.True(Folders.Start(disk.AfterKill()).Store.Has(store));
    }

    [Fact]
    public async Task Append_WriteFails_IsRefusedAndTheNextIsTaken()
    {
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        disk.Before = (step, _) => { if (step == Step.Write) throw MemoryDisk.Failure(MemoryDisk.InputOutput); };

        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);

        disk.Before = null;
        await AssertGoesOnAsync(disk, folder, store);
    }

    [Fact]
    public async Task Append_SyncFails_RefusesAllUntilTheNextStart()
    {
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        disk.Before = (step, _) => { if (step == Step.Sync) throw MemoryDisk.Failure(MemoryDisk.InputOutput); };

        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);

        await AssertPoisonedAsync(disk, folder, store);
    }

    [Fact]
    public async Task Append_CuttingFails_RefusesAllUntilTheNextStart()
    {
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        disk.Room = 10;
        disk.Before = (step, _) => { if (step == Step.Truncate) throw MemoryDisk.Failure(MemoryDisk.InputOutput); };

        // Not "full": it will not be better when there is room.
        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);

        disk.Room = long.MaxValue;
        await AssertPoisonedAsync(disk, folder, store);
    }

    [Theory]
    [InlineData(3)] // Step.Sync
    [InlineData(4)] // Step.Rename
    [InlineData(6)] // Step.SyncFolder
    public async Task Append_LogCantBeBegun_IsRefusedAndTheNextIsTaken(int step)
    {
        var disk = new MemoryDisk();
        var store = new ModelStore();
        await using var folder = Folders.Of(disk);
        folder.Restore(store.BeginRestore);
        disk.Before = (asked, _) => { if (asked == (Step)step) throw MemoryDisk.Failure(MemoryDisk.InputOutput); };

        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);

        Assert.Empty(disk.Names);
        disk.Before = null;
        await AssertGoesOnAsync(disk, folder, store);
    }

    [Fact]
    public async Task Restore_TornTailCantBeCut_ReadsAndRefusesWrites()
    {
        var (disk, _) = await Folders.WithCommitsAsync(3);
        disk.Put(Folders.Log(0), disk.Read(Folders.Log(0))[..^1]);
        disk.Before = (step, _) => { if (step == Step.Truncate) throw MemoryDisk.Failure(MemoryDisk.InputOutput); };
        var store = new ModelStore();
        await using var folder = Folders.Of(disk);

        folder.Restore(store.BeginRestore);

        Assert.Equal([1, 2], store.Rows.Keys);
        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);
    }

    [Fact]
    public async Task Append_Acknowledged_WasSyncedAfterItWasWritten()
    {
        var (disk, store, folder) = await StartAsync();
        await using var _ = folder;
        var steps = new List<Step>();
        disk.Before = (step, _) => steps.Add(step);

        await store.CommitAsync(folder);

        Assert.Equal([Step.Write, Step.Sync], steps);
        Assert.Equal((1, 1), (folder.Status.Commits, folder.Status.Syncs));
    }

    private static async Task<(MemoryDisk Disk, ModelStore Store, DataFolder Folder)> StartAsync()
    {
        var (disk, _) = await Folders.WithCommitsAsync(2);
        var store = new ModelStore();
        var folder = Folders.Of(disk);
        folder.Restore(store.BeginRestore);
        return (disk, store, folder);
    }

    private static async Task AssertRefusedAsync(WriteRefusal expected, DataFolder folder, ModelStore store)
    {
        var before = store.Number;
        var refusal = await Assert.ThrowsAsync<WriteRefusedException>(() => store.CommitAsync(folder));
        Assert.Equal(expected, refusal.Refusal);
        Assert.Equal(before, store.Number);
        Assert.Equal(refusal.Message, folder.Status.LastFailure);
    }

    private static async Task AssertPoisonedAsync(MemoryDisk disk, DataFolder folder, ModelStore store)
    {
        disk.Before = null;
        await AssertRefusedAsync(WriteRefusal.StorageFailed, folder, store);
        Assert.Contains("until the next start", folder.Status.LastFailure, StringComparison.Ordinal);
        await folder.DisposeAsync();
        var restored = new ModelStore();
        await using var again = Folders.Of(disk);
        again.Restore(restored.BeginRestore);
        Assert.True(restored.Has(store));
        await AssertGoesOnAsync(disk, again, restored);
    }

    private static async Task AssertGoesOnAsync(MemoryDisk disk, DataFolder folder, ModelStore store)
    {
        await store.CommitAsync(folder);
        Assert.True(Folders.Start(disk.AfterKill()).Store.Has(store));
        Assert.True(Folders.Start(disk.AfterPowerFailure()).Store.Has(store));
    }
}
