using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Writes;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>On the machine's own disk.</summary>
public sealed class LocalFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("storage").FullName;

    private string Folder => Path.Combine(_parent, "deep", "data");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public async Task Open_FolderThatIsNotThere_IsMadeAndKeepsWhatIsCommitted()
    {
        using var store = new ModelStore();
        await using (var folder = Open())
        {
            folder.Restore(store.BeginRestore);
            await store.CommitAsync(folder);
            await store.CommitAsync(folder, bytes: 5 << 20);
        }

        await using var again = Open();
        using var restored = new ModelStore();
        Assert.Equal(2, again.Restore(restored.BeginRestore).Commits);
        Assert.True(restored.Has(store));
    }

    [Fact]
    public async Task AppendAsync_FolderMovedAwayMeanwhile_IsRefusedUntilItIsBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder in use can't be moved there.");
        using var store = new ModelStore();
        await using var folder = Open();
        folder.Restore(store.BeginRestore);
        await store.CommitAsync(folder);

        Directory.Move(Folder, Folder + ".away");
        var refused = await Assert.ThrowsAsync<WriteRefusedException>(async () => await store.CommitAsync(folder));
        Assert.Equal(WriteRefusal.StorageFailed, refused.Refusal);

        Directory.Move(Folder + ".away", Folder);
        await store.CommitAsync(folder);
    }

    [Fact]
    public async Task Open_FolderThatIsUsed_IsRefusedAndSaysByWhom()
    {
        await using (Open())
        {
            var failure = Assert.Throws<IOException>(() => Open());
            Assert.Contains($"is used by process {Environment.ProcessId} on", failure.Message, StringComparison.Ordinal);
            Assert.Contains(Folder, failure.Message, StringComparison.Ordinal);
        }

        await Open().DisposeAsync();
    }

    [Fact]
    public void Open_PathOfAFile_IsRefused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        File.WriteAllText(Folder, "a file");

        Assert.Contains("can't be used", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderThatCantBeWritten_IsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // Root writes anywhere but there.
        var folder = Environment.IsPrivilegedProcess ? "/proc/self" : Folder;
        Assert.Throws<IOException>(() => DataFolder.Open(folder, SnapshotPolicy.UsualLeastLog, TimeProvider.System, NullLogger<DataFolder>.Instance));
    }

    [Fact]
    public async Task TakeSnapshots_OnDisk_AreReadAtTheNextStart()
    {
        using var store = new ModelStore();
        var policy = Folders.OnDemand();
        Directory.CreateDirectory(Folder);
        await using (var folder = OfPolicy(policy))
        {
            folder.Restore(store.BeginRestore);
            folder.TakeSnapshots(store.CaptureAsync);
            for (var at = 0; at < 6; at++)
            {
                policy.IsWanted = at is 1 or 3;
                await store.CommitAsync(folder, bytes: 300_000);
                await folder.SnapshotUnderWay;
            }
        }

        using var restored = new ModelStore();
        await using var again = OfPolicy(policy);
        var report = again.Restore(restored.BeginRestore);
        Assert.Equal((4, 2), (report.Snapshot, report.Commits));
        Assert.True(restored.Has(store));
    }

    /// <summary>What a commit takes in memory must not grow with it.</summary>
    [Fact]
    public async Task Append_CommitOf100MB_AllocatesLittleWrittenAndRead()
    {
        const int items = 1600;
        await using (var folder = Open())
        {
            folder.Restore(() => new Counting());
            var commit = new Many(items);
            await folder.AppendAsync(commit, default);
            Assert.True(folder.Status.Bytes > 100_000_000);
            Assert.InRange(commit.Allocated, 0, 1_000_000);
        }

        await using var again = Open();
        var counted = new Counting();
        var before = GC.GetAllocatedBytesForCurrentThread();
        again.Restore(() => counted);
        Assert.Equal(items, counted.Items);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    /// <summary>The device that is always full tells how .NET reports a full disk.</summary>
    [Fact]
    public void IsFull_WrittenToAFullDevice_IsTrue()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no such device.");
        using var file = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        var failure = Assert.Throws<IOException>(() => RandomAccess.Write(file, [1], 0));

        Assert.True(DiskFault.IsFull(failure));
        Assert.False(DiskFault.IsFull(new IOException("something else")));
    }

    [Fact]
    public void SyncFolder_FolderThatIsNotThere_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Nothing is synced there.");
        LocalDisk.Instance.SyncFolder(_parent);
        Assert.Throws<IOException>(() => LocalDisk.Instance.SyncFolder(Folder));
    }

    private DataFolder Open() => DataFolder.Open(Folder, SnapshotPolicy.UsualLeastLog, TimeProvider.System, NullLogger<DataFolder>.Instance);

    private DataFolder OfPolicy(SnapshotPolicy policy) =>
        new(LocalDisk.Instance, Folder, FolderLock.Take(Folder), policy, TimeProvider.System, NullLogger.Instance);

    private sealed record Many(int Items) : ICommit
    {
        private readonly byte[] _item = new byte[64 << 10];

        public long Number => 1;

        public IEnumerable<ulong> Keys => [];

        /// <summary>What writing it took, on the thread that did: other tests run at the same time.</summary>
        public long Allocated { get; private set; }

        public void WriteTo(IItemWriter items)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var at = 0; at < Items; at++)
                items.Write(_item);
            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class Counting : ICatalogRestore
    {
        public int Items { get; private set; }

        public bool LacksIndex => false;

        public void BeginImage(long number) => throw new UnreachableException();

        public void BeginCommit(long number)
        {
        }

        public void Read(ReadOnlySpan<byte> item) => Items++;

        public void Finish()
        {
        }
    }
}
