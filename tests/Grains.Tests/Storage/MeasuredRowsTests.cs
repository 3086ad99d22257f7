using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>What is counted of a database.</summary>
public sealed class MeasuredRowsTests
{
    private readonly MemoryRows database = new();
    private readonly ManualTime time = new();
    private readonly RowMeters meters = new();

    private MeasuredRows Rows => new(database, meters, time);

    [Fact]
    public async Task Calls_ThatTakeTime_AreCountedByKindAndDuration()
    {
        database.BeforeWrite = _ => TakeAsync(TimeSpan.FromMilliseconds(3));
        database.BeforeRead = _ => TakeAsync(TimeSpan.FromSeconds(40));
        var tag = await Rows.WriteAsync("a", [1], null, CancellationToken.None);
        Assert.Equal(tag, (await Rows.ReadAsync("a", CancellationToken.None)).ETag);

        Assert.Equal((0.003, 40), (meters.Writes.Seconds, meters.Reads.Seconds));
        Assert.Equal([(0.0025, 0), (0.005, 1), (0.01, 1)], meters.Writes.Buckets.Skip(2).Take(3));
        Assert.Equal([(30, 0), (double.PositiveInfinity, 1)], meters.Reads.Buckets.TakeLast(2));
        Assert.Equal((0, 0), (meters.Writes.Failures, meters.Reads.Failures));
    }

    [Fact]
    public async Task Calls_ThatFail_AreToldFromThoseRefusedAndCancelled()
    {
        await Rows.WriteAsync("a", [1], null, CancellationToken.None);
        await Assert.ThrowsAsync<RowConflictException>(async () => await Rows.WriteAsync("a", [2], "another", CancellationToken.None));
        database.BeforeWrite = static _ => throw new IOException("Away.");
        database.BeforeRead = static _ => throw new OperationCanceledException();
        await Assert.ThrowsAsync<IOException>(async () => await Rows.WriteAsync("a", [3], null, CancellationToken.None));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await Rows.ReadAsync("a", CancellationToken.None));

        Assert.Equal((1, 1, 3), (meters.Writes.Failures, meters.Writes.Conflicts, meters.Writes.Buckets[^1].Count));
        Assert.Equal((0, 0, 1), (meters.Reads.Failures, meters.Reads.Conflicts, meters.Reads.Buckets[^1].Count));
    }

    private Task TakeAsync(TimeSpan duration)
    {
        time.Advance(duration);
        return Task.CompletedTask;
    }
}
