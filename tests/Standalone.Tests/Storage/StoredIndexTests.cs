using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Standalone.Storage;
using MovieGrains.Standalone.Tests.Storage.Fakes;

namespace MovieGrains.Standalone.Tests.Storage;

/// <summary>Snapshots of a real catalogue, which has indexes in them.</summary>
public sealed class StoredIndexTests
{
    private const int Movies = 5_000;

    [Fact]
    public async Task Restore_SnapshotWithAnIndex_AnswersTheSame()
    {
        var (disk, answer) = await WithSnapshotAsync();

        var (restored, report) = await AnswerAfterStartAsync(disk);

        Assert.Equal(answer, restored);
        Assert.Equal((1, Movies, false), (report.Snapshot, report.Movies, report.LacksIndex));
    }

    /// <summary>The index stands behind the movies: the further back, the surer it is the index that is hit.</summary>
    [Theory]
    [InlineData(0.7)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public async Task Restore_DamagedByteInAnIndex_TheSnapshotIsSetAsideAndTheLogRead(double place)
    {
        var (disk, answer) = await WithSnapshotAsync();
        var bytes = disk.Read(Folders.Snapshot(1));
        bytes[(int)(bytes.Length * place)] ^= 0x10;
        disk.Put(Folders.Snapshot(1), bytes);

        var (restored, report) = await AnswerAfterStartAsync(disk);

        Assert.Equal(answer, restored);
        Assert.Null(report.Snapshot);
        Assert.Contains("is damaged", report.Mended[0], StringComparison.Ordinal);
        Assert.Contains(Folders.Snapshot(1) + ".damaged", disk.Names);
    }

    [Fact]
    public async Task TakeSnapshots_SnapshotLacksItsIndex_TakesOneAsSoonAsThereIsACommitAfterIt()
    {
        var (disk, _) = await Folders.WithSnapshotsAsync(1);
        var store = new ModelStore { LacksIndex = true };
        await using var folder = Folders.Of(disk);

        var report = folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(store.CaptureAsync);
        await folder.SnapshotUnderWay;

        Assert.True(report.LacksIndex);
        Assert.Equal((3, 6), (report.Snapshot, folder.Status.Snapshot));
    }

    private static async Task<(MemoryDisk Disk, string Answer)> WithSnapshotAsync()
    {
        var disk = new MemoryDisk();
        var policy = new SnapshotPolicy(leastLog: 1);
        await using var folder = Folders.Of(disk, policy);
        await using var store = new CatalogStore(TimeProvider.System, folder);
        folder.Restore(store.BeginRestore);
        folder.TakeSnapshots(onCaptured => store.CaptureAsync(_ => onCaptured(), CancellationToken.None));
        using var batch = store.Begin();
        batch.BeginFile(new FileOrigin(DateTimeOffset.UnixEpoch, "test", "movies.json"));
        for (var number = 0; number < Movies; number++)
            Assert.Null(batch.Add(Encoding.UTF8.GetBytes($$"""{"title":"Movie № {{number}} of many","year":{{1900 + (number % 120)}},"cast":["Actor {{number % 700}}"]}"""), number));
        batch.EndFile();
        await batch.CommitAsync(null, CancellationToken.None);
        await folder.SnapshotUnderWay;
        Assert.Contains(Folders.Snapshot(1), disk.Names);
        return (disk, await AnswerAsync(store));
    }

    private static async Task<(string Answer, RecoveryReport Report)> AnswerAfterStartAsync(MemoryDisk disk)
    {
        await using var folder = Folders.Of(disk);
        await using var store = new CatalogStore(TimeProvider.System, folder);
        var report = folder.Restore(store.BeginRestore);
        return (await AnswerAsync(store), report);
    }

    private static async Task<string> AnswerAsync(CatalogStore store)
    {
        var body = new ArrayBufferWriter<byte>();
        foreach (var text in (string[])["movie", "77 of", "ny"])
        {
            var filter = new TextFilter(TextField.Title, [Encoding.UTF8.GetBytes(text)]);
            await store.SearchAsync(new Query { Texts = [filter], PageSize = Query.MaxPageSize }, body, CancellationToken.None);
        }
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }
}
