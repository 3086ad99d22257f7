using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>Whatever happens to a file: what is whole is read, and what is lost is said.</summary>
public sealed class DamageTests
{
    private const int Commits = 6;

    [Fact]
    public async Task Restore_LastLogTruncatedAnywhere_GivesWhatIsWholeAndGoesOn()
    {
        var (disk, _) = await Folders.WithCommitsAsync(Commits);
        var whole = disk.Read(Folders.Log(0));
        var each = (whole.Length - StorageFormat.HeaderBytes) / Commits;
        for (var length = StorageFormat.HeaderBytes; length < whole.Length; length++)
        {
            var torn = disk.AfterKill();
            torn.Put(Folders.Log(0), whole[..length]);
            var kept = (length - StorageFormat.HeaderBytes) / each;

            var store = new ModelStore();
            await using var folder = Folders.Of(torn);
            var report = folder.Restore(store.BeginRestore);

            Assert.Equal(kept, report.LastNumber);
            Assert.Equal(Enumerable.Range(1, kept), store.Rows.Keys);
            Assert.Equal((length - StorageFormat.HeaderBytes) % each, report.TornBytes);
            Assert.Equal(length - report.TornBytes, torn.Read(Folders.Log(0)).Length);
            Assert.Empty(report.Lost);
            await AssertGoesOnAsync(torn, folder, store);
        }
    }

    /// <summary>A log that never had a commit looks like this, and so does one that lost them all: nobody can tell.</summary>
    [Fact]
    public async Task Restore_OnlyLogTruncatedInItsHeader_IsRefusedAndNothingChanges()
    {
        var (disk, _) = await Folders.WithCommitsAsync(Commits);
        var whole = disk.Read(Folders.Log(0));
        for (var length = 0; length < StorageFormat.HeaderCopyBytes; length++)
        {
            disk.Put(Folders.Log(0), whole[..length]);

            var failure = Assert.Throws<InvalidDataException>(() => Folders.Start(disk));

            Assert.Contains("move it away", failure.Message, StringComparison.Ordinal);
            Assert.Equal([Folders.Log(0)], disk.Names);
        }
    }

    [Fact]
    public async Task Restore_LogTruncatedInTheCopyOfItsHeader_SaysThatCommitsMayBeLost()
    {
        var (disk, _) = await Folders.WithCommitsAsync(Commits);
        var whole = disk.Read(Folders.Log(0));
        for (var length = StorageFormat.HeaderCopyBytes; length < StorageFormat.HeaderBytes; length++)
        {
            var torn = disk.AfterKill();
            torn.Put(Folders.Log(0), whole[..length]);
            var store = new ModelStore();
            await using var folder = Folders.Of(torn);

            Assert.Single(folder.Restore(store.BeginRestore).Lost);

            await AssertGoesOnAsync(torn, folder, store);
        }
    }

    [Fact]
    public async Task Restore_AnyByteOfALogFlipped_LosesOneCommitAndSaysSo()
    {
        var (disk, store) = await Folders.WithCommitsAsync(Commits);
        var whole = disk.Read(Folders.Log(0));
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = disk.AfterKill();
            damaged.Put(Folders.Log(0), Flipped(whole, at));

            var restored = new ModelStore();
            await using var folder = Folders.Of(damaged);
            var report = folder.Restore(restored.BeginRestore);

            AssertRowsAreRight(restored);
            if (at < StorageFormat.HeaderBytes)
            {
                Assert.True(restored.Has(store));
                Assert.Empty(report.Lost);
                Assert.Single(report.Mended);
            }
            else
            {
                Assert.Equal(Commits - 1, restored.Rows.Count);
                Assert.Single(report.Lost);
            }
            await AssertGoesOnAsync(damaged, folder, restored);
        }
    }

    [Fact]
    public async Task Restore_CommitInTheMiddleDamaged_NamesItAndGivesTheLaterOnes()
    {
        var (disk, _) = await Folders.WithCommitsAsync(Commits);
        var whole = disk.Read(Folders.Log(0));
        var each = (whole.Length - StorageFormat.HeaderBytes) / Commits;
        disk.Put(Folders.Log(0), Flipped(whole, StorageFormat.HeaderBytes + (2 * each) + 60));

        var (restored, report) = Folders.Start(disk);

        Assert.Equal([1, 2, 4, 5, 6], restored.Restored);
        var lost = Assert.Single(report.Lost);
        Assert.Contains("commit 3 is lost", lost, StringComparison.Ordinal);
        Assert.Contains(Folders.Log(0), lost, StringComparison.Ordinal);
    }

    /// <summary>Commits of three frames each: half of one is never read, wherever the damage or the end is.</summary>
    [Fact]
    public async Task Restore_CommitOfSeveralFrames_IsReadWholeOrNotAtAll()
    {
        const int frames = 3, commits = 3;
        var (disk, frame) = await WithFramesAsync(frames, commits);
        var whole = disk.Read(Folders.Log(0));
        for (var at = 0; at < frames * commits; at++)
        {
            foreach (var within in new[] { 0, StorageFormat.FrameHeaderBytes, frame - 1 })
            {
                var offset = StorageFormat.HeaderBytes + (at * frame) + within;
                var damaged = disk.AfterKill();
                damaged.Put(Folders.Log(0), Flipped(whole, offset));
                var (store, report) = Folders.Start(damaged);
                Assert.Equal(((long[])[1, 2, 3]).Where(number => number != (at / frames) + 1), store.Restored);
                Assert.Equal(frames * (commits - 1), store.Rows.Count);
                Assert.Single(report.Lost);

                var torn = disk.AfterKill();
                torn.Put(Folders.Log(0), whole[..offset]);
                (store, report) = Folders.Start(torn);
                Assert.Equal(at / frames, report.Commits);
                Assert.Equal(frames * (at / frames), store.Rows.Count);
                Assert.Equal(offset - StorageFormat.HeaderBytes - (at / frames * frames * frame), report.TornBytes);
                Assert.Empty(report.Lost);
            }
        }
    }

    [Fact]
    public async Task Restore_AnyByteOfTheNewestSnapshotFlipped_FallsBackToTheSameState()
    {
        var (disk, store) = await Folders.WithSnapshotsAsync(snapshots: 2);
        var whole = disk.Read(Folders.Snapshot(6));
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = disk.AfterKill();
            damaged.Put(Folders.Snapshot(6), Flipped(whole, at));

            var (restored, report) = Folders.Start(damaged);

            Assert.True(restored.Has(store));
            Assert.Empty(report.Lost);
            if (at < StorageFormat.HeaderBytes)
                continue;
            Assert.Equal(3, report.Snapshot);
            Assert.NotEmpty(report.Mended);
            Assert.Contains(Folders.Snapshot(6) + ".damaged", damaged.Names);
        }
    }

    [Fact]
    public async Task Restore_NewestSnapshotTruncatedAnywhere_FallsBackToTheSameState()
    {
        var (disk, store) = await Folders.WithSnapshotsAsync(snapshots: 1);
        var whole = disk.Read(Folders.Snapshot(3));
        for (var length = 0; length < whole.Length; length++)
        {
            var damaged = disk.AfterKill();
            damaged.Put(Folders.Snapshot(3), whole[..length]);

            var (restored, report) = Folders.Start(damaged);

            Assert.True(restored.Has(store));
            Assert.Null(report.Snapshot);
            Assert.Empty(report.Lost);
        }
    }

    [Fact]
    public async Task TakeSnapshots_AfterADamagedOne_TakesANewOneAtOnce()
    {
        var (disk, store) = await Folders.WithSnapshotsAsync(snapshots: 2);
        disk.Put(Folders.Snapshot(6), Flipped(disk.Read(Folders.Snapshot(6)), 120));
        var restored = new ModelStore();
        await using (var folder = Folders.Of(disk))
        {
            folder.Restore(restored.BeginRestore);
            folder.TakeSnapshots(restored.CaptureAsync);
            await folder.SnapshotUnderWay;
        }

        Assert.Equal(9, Folders.Start(disk).Report.Snapshot);
        Assert.True(restored.Has(store));
    }

    [Fact]
    public async Task Restore_BothSnapshotsDamaged_IsRefusedAndNothingChanges()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 2);
        disk.Put(Folders.Snapshot(6), Flipped(disk.Read(Folders.Snapshot(6)), 120));
        disk.Put(Folders.Snapshot(3), Flipped(disk.Read(Folders.Snapshot(3)), 120));
        var names = disk.Names;

        var failure = Assert.Throws<InvalidDataException>(() => Folders.Start(disk));

        Assert.Contains("what was written through the API is lost", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Folders.Snapshot(3), failure.Message, StringComparison.Ordinal);
        Assert.Contains(Folders.Snapshot(6), failure.Message, StringComparison.Ordinal);
        Assert.Equal(names, disk.Names);
    }

    [Fact]
    public async Task Restore_SnapshotsGoneAndLogsLeft_IsRefused()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 2);
        disk.Remove(Folders.Snapshot(6));
        disk.Remove(Folders.Snapshot(3));

        Assert.Throws<InvalidDataException>(() => Folders.Start(disk));
    }

    [Fact]
    public async Task Restore_LogInTheMiddleMissing_NamesItsCommitsAndGivesTheLaterOnes()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 2);
        disk.Remove(Folders.Snapshot(6));
        disk.Remove(Folders.Log(3));

        var (restored, report) = Folders.Start(disk);

        Assert.Equal([1, 2, 3, 7, 8, 9], restored.Rows.Keys);
        Assert.Contains(report.Lost, lost => lost.Contains("commits 4 to 6 are lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_HeadersOfALogInTheMiddleDamaged_NamesItsCommitsAndSetsItAside()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 2);
        disk.Remove(Folders.Snapshot(6));
        disk.Put(Folders.Log(3), Flipped(Flipped(disk.Read(Folders.Log(3)), 10), 60));

        var (restored, report) = Folders.Start(disk);

        Assert.Equal([1, 2, 3, 7, 8, 9], restored.Rows.Keys);
        Assert.Contains("commits 4 to 6 are lost", Assert.Single(report.Lost), StringComparison.Ordinal);
        Assert.Contains(Folders.Log(3) + ".damaged", disk.Names);
    }

    [Fact]
    public async Task Restore_LastLogMissing_SaysSo()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 1);
        disk.Remove(Folders.Log(3));

        var restored = new ModelStore();
        await using var folder = Folders.Of(disk);
        var report = folder.Restore(restored.BeginRestore);

        Assert.Equal([1, 2, 3], restored.Rows.Keys);
        Assert.Contains("commits after 3", Assert.Single(report.Lost), StringComparison.Ordinal);
        await AssertGoesOnAsync(disk, folder, restored);
        Assert.Empty(Folders.Start(disk).Report.Lost);
    }

    [Fact]
    public async Task Restore_WhatWasBeingWritten_IsRemoved()
    {
        var (disk, store) = await Folders.WithCommitsAsync(2);
        disk.Put(Folders.Snapshot(2) + ".tmp", [1, 2, 3]);
        disk.Put(Folders.Log(2) + ".tmp", []);
        disk.Put("notes.tmp", [4]);

        Assert.True(Folders.Start(disk).Store.Has(store));

        Assert.Equal([Folders.Log(0), "notes.tmp"], disk.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_FileOfALaterRelease_IsRefusedAndNothingChanges(bool isSnapshot)
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(snapshots: 1);
        var name = isSnapshot ? Folders.Snapshot(3) : Folders.Log(3);
        disk.Put(name, OfVersion2(disk.Read(name)));
        var names = disk.Names;

        var failure = Assert.Throws<InvalidDataException>(() => Folders.Start(disk));

        Assert.Contains("later release", failure.Message, StringComparison.Ordinal);
        Assert.Equal(names, disk.Names);
    }

    /// <summary>Whoever sends us bytes that look like a commit must not have them taken for one when what is around them
    /// breaks.</summary>
    [Fact]
    public async Task Restore_CommitInsideADamagedOne_IsNotRead()
    {
        var (other, _) = await Folders.WithCommitsAsync(1);
        var forged = other.Read(Folders.Log(0))[StorageFormat.HeaderBytes..];
        var disk = new MemoryDisk();
        var store = new ModelStore();
        await using (var folder = Folders.Of(disk))
        {
            folder.Restore(store.BeginRestore);
            await store.CommitAsync(folder, (1, forged));
            await store.CommitAsync(folder, (2, [1]));
        }
        disk.Put(Folders.Log(0), Flipped(disk.Read(Folders.Log(0)), StorageFormat.HeaderBytes));

        var (restored, report) = Folders.Start(disk);

        Assert.Equal([2], restored.Restored);
        Assert.Contains("commit 1 is lost", Assert.Single(report.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetAside_ManyTimes_KeepsTheLastFew()
    {
        var (disk, store) = await Folders.WithSnapshotsAsync(snapshots: 1);
        for (var time = 0; time < 8; time++)
        {
            var number = Folders.Start(disk).Report.Snapshot ?? 0;
            disk.Put(Folders.Snapshot(number), Flipped(disk.Read(Folders.Snapshot(number)), 120));
            var restored = new ModelStore();
            await using var folder = Folders.Of(disk);
            folder.Restore(restored.BeginRestore);
            folder.TakeSnapshots(restored.CaptureAsync);
            await folder.SnapshotUnderWay;
            Assert.True(restored.Has(store));
        }

        Assert.Equal(FolderFiles.DamagedKept, disk.Names.Count(name => name.EndsWith(".damaged", StringComparison.Ordinal)));
    }

    private static async Task<(MemoryDisk Disk, int Frame)> WithFramesAsync(int frames, int commits)
    {
        const int bytes = 200_000;
        var disk = new MemoryDisk();
        using var store = new ModelStore();
        await using var folder = Folders.Of(disk);
        folder.Restore(store.BeginRestore);
        for (var at = 0; at < commits; at++)
        {
            var rows = Enumerable.Range(0, frames).Select(row => ((at * frames) + row, ModelStore.RowOf(row, bytes)));
            await store.CommitAsync(folder, [.. rows]);
        }
        return (disk, StorageFormat.FrameHeaderBytes + StorageFormat.ItemPrefix + sizeof(int) + bytes);
    }

    private static async Task AssertGoesOnAsync(MemoryDisk disk, DataFolder folder, ModelStore store)
    {
        await store.CommitAsync(folder);
        await folder.DisposeAsync();
        Assert.True(Folders.Start(disk).Store.Has(store));
    }

    private static void AssertRowsAreRight(ModelStore store)
    {
        foreach (var (row, bytes) in store.Rows)
            Assert.Equal(ModelStore.RowOf(row, bytes.Length), bytes);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= 0x40;
        return flipped;
    }

    private static byte[] OfVersion2(byte[] bytes)
    {
        var changed = bytes.ToArray();
        foreach (var copy in new[] { 0, StorageFormat.HeaderCopyBytes })
        {
            changed[copy + 8] = 2;
            var sum = Catalog.Text.XxHash64.Hash(changed.AsSpan(copy, 40));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(changed.AsSpan(copy + 40), sum);
        }
        return changed;
    }
}
