using System.Collections.Concurrent;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>Several processes that all take a record for theirs, their reads and writes in any order: what any of them acknowledged
/// stays.</summary>
public sealed class RecordRaceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task AppendAsync_SeveralWritersInAnyOrder_NoneOverwritesWhatAnotherAcknowledged(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 60; seed++)
            await RunAsync(seed);
    }

    private static async Task RunAsync(int seed)
    {
        var dice = new Dice(seed);
        var rows = new MemoryRows();
        using var turns = new Turns(dice);
        rows.BeforeRead = rows.BeforeWrite = rows.AfterWrite = _ => turns.WaitAsync();
        var acknowledged = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(() => WriteAsync(rows, w, acknowledged))).ToArray();
        await turns.RunAsync(Task.WhenAll(writers));
        (rows.BeforeRead, rows.BeforeWrite, rows.AfterWrite) = (null, null, null);

        var documents = await Records.DocumentsAsync(rows);
        foreach (var title in acknowledged.Keys)
            Assert.True(documents.Exists(d => d.Contains($"\"{title}\"", StringComparison.Ordinal)), $"Seed {seed}: {title} is lost");
    }

    /// <summary>Writes movies of its own; when it loses the record it opens it again, as the next activation would.</summary>
    private static async Task WriteAsync(MemoryRows rows, int writer, ConcurrentDictionary<string, bool> acknowledged)
    {
        RecordedStore? record = null;
        var lost = new List<RecordedStore>(); // Not disposed at once: a process that has lost a record may still be writing to it.
        for (var i = 0; i < 12; i++)
        {
            try
            {
                record ??= await Records.OpenAsync(rows);
                var title = $"W{writer}-{i}";
                await record.LoadAsync(Records.Movie(i, title, 200 + (writer * 150)));
                acknowledged[title] = true;
            }
            catch (Exception failure) when (failure is RecordLostException or WriteRefusedException)
            {
                lost.Add(record!);
                record = null;
            }
        }
        foreach (var one in record is null ? lost : [.. lost, record])
            await one.DisposeAsync();
    }

    /// <summary>Lets one call after the other go on, in an order that dice decide.</summary>
    private sealed class Turns(Dice dice) : IDisposable
    {
        private readonly Lock gate = new();
        private readonly List<TaskCompletionSource> waiting = [];
        private readonly SemaphoreSlim come = new(0);

        public Task WaitAsync()
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
                waiting.Add(turn);
            come.Release();
            return turn.Task;
        }

        public async Task RunAsync(Task all)
        {
            while (true)
            {
                await Task.WhenAny(come.WaitAsync(), all);
                TaskCompletionSource? next = null;
                lock (gate)
                {
                    if (waiting.Count > 0)
                    {
                        next = dice.Pick(waiting);
                        waiting.Remove(next);
                    }
                }
                if (next is null && all.IsCompleted)
                    break;
                next?.SetResult();
            }
            await all;
        }

        public void Dispose() => come.Dispose();
    }
}
