using MovieGrains.Catalog.Writes;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>The process, or the machine, ends at every step that the disk is asked for.</summary>
public sealed class CrashTests
{
    private const int Commits = 9;

    [Fact]
    public async Task Restore_EndedAtAnyStep_HasEveryAcknowledgedCommit()
    {
        var steps = 0;
        while (await RunAsync(endAt: steps) is { } ended)
        {
            steps++;
            AssertHasAll(ended.Killed, ended.Acknowledged, mayLose: false);
            foreach (var disk in ended.PoweredOff)
                AssertHasAll(disk, ended.Acknowledged, mayLose: false);
            // Zeros look like damage, and are said to be; but what was acknowledged is there.
            AssertHasAll(ended.Zeroed, ended.Acknowledged, mayLose: true);
        }
        // The run that nothing ended: commits, three snapshots, the files that they make needless.
        Assert.True(steps > 50);
    }

    /// <summary>Runs until a step, and shows what is left then.</summary>
    /// <returns>Null when the run came to its end before.</returns>
    private static async Task<Ended?> RunAsync(int endAt)
    {
        var disk = new MemoryDisk();
        using var store = new ModelStore();
        var policy = Folders.OnDemand();
        Ended? ended = null;
        var steps = 0;
        disk.Before = (_, _) =>
        {
            if (steps++ == endAt)
                ended = new Ended(store.Number, disk);
            if (ended is not null)
                throw MemoryDisk.Failure(MemoryDisk.InputOutput);
        };
        await using var folder = Folders.Of(disk, policy);
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync);
        for (var at = 1; at <= Commits && ended is null; at++)
        {
            policy.IsWanted = at % 3 == 0;
            try
            {
                await store.CommitAsync(folder);
            }
            catch (WriteRefusedException)
            {
                Assert.NotNull(ended);
            }
            await folder.SnapshotUnderWay;
        }
        return ended;
    }

    private static void AssertHasAll(MemoryDisk disk, long acknowledged, bool mayLose)
    {
        var (store, report) = Folders.Start(disk);
        // One more may be there: written, and not acknowledged before the end.
        Assert.InRange(store.Rows.Count, acknowledged, acknowledged + 1);
        Assert.Equal(Enumerable.Range(1, store.Rows.Count), store.Rows.Keys);
        Assert.True(mayLose || report.Lost.Count == 0);
        // A second start finds nothing more to do.
        var (again, second) = Folders.Start(disk);
        Assert.True(again.Has(store));
        Assert.Equal(0, second.TornBytes);
    }

    private sealed class Ended(long acknowledged, MemoryDisk disk)
    {
        public long Acknowledged { get; } = acknowledged;

        public MemoryDisk Killed { get; } = disk.AfterKill();

        public IReadOnlyList<MemoryDisk> PoweredOff { get; } =
        [
            disk.AfterPowerFailure(),
            disk.AfterPowerFailureWithPartOf(half: true, zeros: false),
            disk.AfterPowerFailureWithPartOf(half: false, zeros: false),
        ];

        public MemoryDisk Zeroed { get; } = disk.AfterPowerFailureWithPartOf(half: true, zeros: true);
    }
}
