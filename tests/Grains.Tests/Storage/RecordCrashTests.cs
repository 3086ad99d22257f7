using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>Whatever write a process ends at, nothing that was acknowledged is lost, and nothing is there that was never written.</summary>
public sealed class RecordCrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_AfterACrashAtAnyWrite_HasWhatWasAcknowledged(bool isDone)
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var crashed = true;
            for (var write = 1; crashed; write++)
                crashed = await RunAsync(seed, write, isDone);
        }
    }

    /// <summary>Runs until a write at which the process ends, goes on with the next process, and compares.</summary>
    /// <returns>Whether it came to that write.</returns>
    private static async Task<bool> RunAsync(int seed, int crashAt, bool isDone)
    {
        var rows = new MemoryRows();
        var dice = new Dice(seed);
        var source = Records.Source(dice);
        await using var model = new MovieGrains.Catalog.Store.CatalogStore(TimeProvider.System, compactInBackground: false);
        var record = await Records.OpenAsync(rows);
        var (writes, crashed) = (0, false);
        Task Crash(string name) => crashed || ++writes == crashAt ? Fail() : Task.CompletedTask;
        Task Fail()
        {
            crashed = true;
            throw new IOException("The process has ended.");
        }
        if (isDone)
            rows.AfterWrite = Crash;
        else
            rows.BeforeWrite = Crash;
        rows.BeforeRead = _ => crashed ? Fail() : Task.CompletedTask;
        if (isDone)
            rows.BeforeWrite = _ => crashed ? Fail() : Task.CompletedTask;
        var wasCrashed = false;
        for (var step = 0; step < 25; step++)
        {
            var files = source.Files(dice.Between(1, 2), 4);
            var before = await model.DocumentsAsync();
            await model.LoadAsync(files);
            try
            {
                await record.LoadAsync(files);
                // One thing after the other, so that the same write is the same in each run.
                await record.WhenCheckpointedAsync();
                if (!crashed)
                    continue;
            }
            catch (Exception failure) when (crashed && failure is RecordLostException or MovieGrains.Catalog.Writes.WriteRefusedException)
            {
            }
            wasCrashed = true;
            await record.DisposeAsync();
            (rows.BeforeRead, rows.BeforeWrite, rows.AfterWrite) = (null, null, null);
            record = await Records.OpenAsync(rows);
            crashed = false;
            var after = await record.Store.DocumentsAsync();
            Assert.True(
                after.SequenceEqual(await model.DocumentsAsync()) || after.SequenceEqual(before), $"Seed {seed}, write {crashAt}, step {step}");
            await record.LoadAsync(files); // What was not acknowledged is sent again.
        }
        Assert.True((await record.Store.DocumentsAsync()).SequenceEqual(await model.DocumentsAsync()), $"Seed {seed}, write {crashAt}");
        Assert.Equal(await record.Store.DocumentsAsync(), await Records.DocumentsAsync(rows));
        await record.DisposeAsync();
        return wasCrashed;
    }
}
