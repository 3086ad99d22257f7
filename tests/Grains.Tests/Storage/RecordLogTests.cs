using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

public sealed class RecordLogTests
{
    private readonly MemoryRows rows = new();

    [Fact]
    public async Task AppendAsync_SmallCommit_IsOneWriteOfTheHead()
    {
        await using var record = await Records.OpenAsync(rows, new RecordOptions());
        await record.LoadAsync(Records.Movie(1, "A"));
        await record.LoadAsync(Records.Movie(2, "B"));

        Assert.Equal(["head", "head"], rows.Written);
    }

    [Fact]
    public async Task AppendAsync_CommitLargerThanARow_GoesIntoRowsOfTheLogBeforeTheHead()
    {
        var options = Records.Tiny with { LogBytes = 1 << 20 };
        await using var record = await Records.OpenAsync(rows, options);
        await record.LoadAsync(Records.Movie(1, "A", 2000));

        Assert.Equal("head", rows.Written.First()); // The claim on rows that may be somebody else's.
        Assert.Equal(["log-0", "log-1", "log-2"], rows.Written.Skip(1).SkipLast(1).Order(StringComparer.Ordinal).Take(3));
        Assert.Equal("head", rows.Written.Last());
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows, options));
    }

    [Fact]
    public async Task LoadAsync_AfterManyCommitsAndCheckpoints_IsTheStoreAgain()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var dice = new Dice(seed);
            var source = Records.Source(dice);
            var mine = new MemoryRows();
            var record = await Records.OpenAsync(mine);
            var epoch = record.Epoch;
            for (var step = dice.Between(5, 60); step > 0; step--)
            {
                await record.LoadAsync(source.Files(dice.Between(1, 2), 4));
                if (!dice.Chance(0.15))
                    continue;
                var (documents, number) = (await record.Store.DocumentsAsync(), record.Number);
                await record.DisposeAsync();
                record = await Records.OpenAsync(mine);
                Assert.True(documents.SequenceEqual(await record.Store.DocumentsAsync()), $"Seed {seed}");
                Assert.Equal((number, number), (record.Number, record.Store.Status.Generation));
                Assert.Equal(epoch == 0 || number == 0 ? record.Epoch : epoch, record.Epoch);
                epoch = record.Epoch;
            }
            await record.DisposeAsync();
        }
    }

    [Fact]
    public async Task CheckpointAsync_AfterASmallChange_WritesOnlyTheChunksThatItTouched()
    {
        await using var record = await Records.OpenAsync(rows, Records.Tiny with { LogBytes = 1 << 20 });
        await record.LoadAsync(Enumerable.Range(1, 60).Select(i => Records.Movie(i, $"M{i}", 150)));
        await record.CheckpointAsync(CancellationToken.None);
        var chunks = Count("chunk-");
        await record.LoadAsync(Records.Movie(99, "M7", 150));
        rows.Written.Clear();
        await record.CheckpointAsync(CancellationToken.None);

        Assert.InRange(chunks, 16, 128);
        Assert.Equal(1, Count("chunk-"));
        Assert.Equal("head", rows.Written.Last());
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task CheckpointAsync_NoChunkIsLargerThanARow()
    {
        await using var record = await Records.OpenAsync(rows);
        for (var i = 1; i <= 200; i++)
            await record.LoadAsync(Records.Movie(i, $"M{i}", 50));
        await record.CheckpointAsync(CancellationToken.None);

        var head = RecordHead.Read(rows.All["head"].Bytes!);
        Assert.All(head.Chunks, chunk => Assert.InRange(chunk.Bytes, 0, Records.Tiny.RowBytes));
        Assert.Empty(head.Log);
        Assert.Empty(head.Inline);
    }

    [Fact]
    public async Task CheckpointAsync_MovieLargerThanARow_IsOneRow()
    {
        await using var record = await Records.OpenAsync(rows);
        await record.LoadAsync(Records.Movie(1, "Large", 10 * Records.Tiny.RowBytes));
        await record.CheckpointAsync(CancellationToken.None);

        Assert.InRange(RecordHead.Read(rows.All["head"].Bytes!).Chunks.Length, 1, 4);
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task AppendAsync_WriteFailsBeforeItIsDone_IsTriedAgain()
    {
        await using var record = await Records.OpenAsync(rows);
        FailOnce(fail => rows.BeforeWrite = fail);
        await record.LoadAsync(Records.Movie(1, "A"));

        Assert.False(record.IsLost);
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task AppendAsync_WriteFailsThoughItIsDone_IsKnownToBeDone()
    {
        await using var record = await Records.OpenAsync(rows);
        FailOnce(fail => rows.AfterWrite = fail);
        await record.LoadAsync(Records.Movie(1, "A"));
        await record.LoadAsync(Records.Movie(2, "B"));

        Assert.False(record.IsLost);
        Assert.Equal(["head", "head"], rows.Written);
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task AppendAsync_DatabaseIsAway_IsLostAndNothingMoreIsAccepted()
    {
        await using var record = await Records.OpenAsync(rows);
        await record.LoadAsync(Records.Movie(1, "A"));
        var before = await record.Store.DocumentsAsync();
        rows.BeforeWrite = rows.BeforeRead = _ => throw new IOException("away");
        await Assert.ThrowsAsync<RecordLostException>(() => record.LoadAsync(Records.Movie(2, "B")));
        rows.BeforeWrite = rows.BeforeRead = null;

        await Assert.ThrowsAsync<RecordLostException>(() => record.LoadAsync(Records.Movie(3, "C")));
        Assert.True(record.IsLost);
        Assert.Equal(before, await record.Store.DocumentsAsync());
        Assert.Equal(before, await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task AppendAsync_RowOfTheLogCannotBeWritten_IsRefusedAndTheNextOneIsTaken()
    {
        await using var record = await Records.OpenAsync(rows, Records.Tiny with { LogBytes = 1 << 20 });
        await record.LoadAsync(Records.Movie(1, "A"));
        rows.BeforeWrite = name => name.StartsWith("log", StringComparison.Ordinal) ? throw new IOException("full") : Task.CompletedTask;
        await Assert.ThrowsAsync<MovieGrains.Catalog.Writes.WriteRefusedException>(() => record.LoadAsync(Records.Movie(2, "B", 2000)));
        Assert.Single(await Records.DocumentsAsync(rows));
        rows.BeforeWrite = null;

        await record.LoadAsync(Records.Movie(3, "C", 2000));
        Assert.Equal(2, (await Records.DocumentsAsync(rows)).Count);
    }

    [Fact]
    public async Task AppendAsync_SomebodyElseHasTheRecord_IsLost()
    {
        await using var first = await Records.OpenAsync(rows);
        await first.LoadAsync(Records.Movie(1, "A"));
        await using var second = await Records.OpenAsync(rows);
        await second.LoadAsync(Records.Movie(2, "B"));

        await Assert.ThrowsAsync<RecordLostException>(() => first.LoadAsync(Records.Movie(3, "C")));
        Assert.True(first.IsLost);
        await second.LoadAsync(Records.Movie(4, "D"));
        Assert.Equal(3, (await Records.DocumentsAsync(rows)).Count);
    }

    [Fact]
    public async Task CheckpointAsync_CommitsMeanwhile_AreNotLost()
    {
        await using var record = await Records.OpenAsync(rows, Records.Tiny with { LogBytes = 1 << 20 });
        await record.LoadAsync(Enumerable.Range(1, 40).Select(i => Records.Movie(i, $"M{i}", 150)));
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        rows.BeforeWrite = name =>
        {
            if (!name.StartsWith("chunk", StringComparison.Ordinal))
                return Task.CompletedTask;
            reached.TrySetResult();
            return go.Task;
        };
        var checkpoint = record.CheckpointAsync(CancellationToken.None);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        for (var i = 1; i <= 20; i++)
            await record.LoadAsync(Records.Movie(100 + i, $"M{i * 3}", 100));
        go.SetResult();
        await checkpoint;

        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
        await record.CheckpointAsync(CancellationToken.None);
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task CheckpointAsync_SomebodyElseHasWrittenTheOtherRowMeanwhile_LeavesItAlone()
    {
        await using var stale = await Records.OpenAsync(rows, new RecordOptions());
        await stale.LoadAsync(Records.Movie(1, "A"));
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        rows.BeforeRead = name =>
        {
            if (!name.StartsWith("chunk", StringComparison.Ordinal) || !reached.TrySetResult())
                return Task.CompletedTask;
            return go.Task;
        };
        // It is about to look which tag the row has that its head does not name,
        var checkpoint = stale.CheckpointAsync(CancellationToken.None);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        // and by the time it does, the newest head names that row.
        await using var owner = await Records.OpenAsync(rows, new RecordOptions());
        await owner.LoadAsync(Records.Movie(2, "B"));
        await owner.CheckpointAsync(CancellationToken.None);
        go.SetResult();

        await Assert.ThrowsAsync<RecordLostException>(() => checkpoint);
        Assert.Equal(await owner.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
    }

    [Fact]
    public async Task LoadAsync_HeadOfANewerVersion_Throws()
    {
        await rows.WriteAsync("head", [200], null, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(() => Records.OpenAsync(rows));
    }

    [Fact]
    public async Task LoadAsync_RowIsMissing_Throws()
    {
        var complete = await Records.OpenAsync(rows);
        await complete.LoadAsync(Records.Movie(1, "A"));
        await complete.CheckpointAsync(CancellationToken.None);
        await complete.DisposeAsync();
        var torn = new MemoryRows();
        await torn.WriteAsync("head", rows.All["head"].Bytes!, null, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Records.OpenAsync(torn));
        Assert.Contains("chunk-0-a", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chunk-0-a")]
    [InlineData("log-0")]
    public async Task LoadAsync_RowIsAnotherOne_Throws(string name)
    {
        var options = Records.Tiny with { RowBytes = 10_000, LogBytes = 1 << 20 };
        await using var record = await Records.OpenAsync(rows, options);
        await record.LoadAsync(Records.Movie(1, "A"));
        await record.CheckpointAsync(CancellationToken.None);
        await record.LoadAsync(Records.Movie(2, "B", 2000));
        var other = new RecordRow(1, 1, 7).ToBytes([]);
        await rows.WriteAsync(name, other, rows.All[name].ETag, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Records.OpenAsync(rows));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_RecordGoesOnMeanwhile_IsReadAnew()
    {
        await using var record = await Records.OpenAsync(rows, new RecordOptions());
        await record.LoadAsync(Records.Movie(1, "A"));
        await record.CheckpointAsync(CancellationToken.None);
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        rows.BeforeRead = name => name is "chunk-0-a" && reached.TrySetResult() ? go.Task : Task.CompletedTask;
        var opening = Records.OpenAsync(rows);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        // Twice, so that the row which the first head names is another by then.
        for (var i = 2; i < 4; i++)
        {
            await record.LoadAsync(Records.Movie(i, $"M{i}"));
            await record.CheckpointAsync(CancellationToken.None);
        }
        go.SetResult();

        await using var opened = await opening;
        Assert.Equal(await record.Store.DocumentsAsync(), await opened.Store.DocumentsAsync());
        await opened.LoadAsync(Records.Movie(9, "New"));
    }

    private static void FailOnce(Action<Func<string, Task>> set)
    {
        var left = 1;
        set(_ => Interlocked.Exchange(ref left, 0) == 1 ? throw new IOException("once") : Task.CompletedTask);
    }

    private int Count(string prefix) => rows.Written.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
