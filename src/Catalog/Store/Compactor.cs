namespace MovieGrains.Catalog.Store;

/// <summary>What compaction has done.</summary>
/// <param name="Runs">Compactions.</param>
/// <param name="Movies">Movies rewritten by them.</param>
/// <param name="MostParts">The most parts that a snapshot has had.</param>
/// <param name="Failures">Compactions that failed, such as for want of memory; the parts stayed as they were.</param>
public readonly record struct CompactionStatus(long Runs, long Movies, int MostParts, long Failures);

/// <summary>Runs compactions when they are due, one at a time.</summary>
internal sealed class Compactor(CatalogStore store, bool inBackground)
{
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private bool isRunning, lookAgain; // Under the gate.
    private long runs, movies, failures;
    private int mostParts;

    public CompactionStatus Status => new(
        Interlocked.Read(ref runs), Interlocked.Read(ref movies), Volatile.Read(ref mostParts), Interlocked.Read(ref failures));

    /// <summary>Looks whether a compaction is due. Called by a writer that holds nothing.</summary>
    public async ValueTask AfterCommitAsync()
    {
        var parts = store.Current.Parts.Length;
        if (parts > Volatile.Read(ref mostParts))
            Volatile.Write(ref mostParts, parts);
        if (CompactionPolicy.Choose(store.Current, store.MostDeleted).Length == 0)
            return;
        if (!inBackground)
            CompactAll();
        else if (Start() is var task && parts > CompactionPolicy.MaxParts)
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What was committed is so, whatever becomes of its parts.
    }

    public async Task WhenIdleAsync()
    {
        for (; ; )
        {
            Task task;
            lock (gate)
                task = running;
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (gate)
            {
                if (ReferenceEquals(task, running))
                    return;
            }
        }
    }

    private Task Start()
    {
        lock (gate)
        {
            // A run that has just looked and found nothing, but has not ended, must look again: else the commit that
            // comes in between would be compacted only after the next one.
            lookAgain = isRunning;
            if (!isRunning)
            {
                isRunning = true;
                // On a thread of its own: the pool has as many as there are cores, and requests wait for them.
                running = Task.Factory.StartNew(
                    RunUntilIdle, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            return running;
        }
    }

    private void RunUntilIdle()
    {
        var ended = false;
        try
        {
            do
                CompactAll();
            while (!(ended = TryEnd()));
        }
        finally
        {
            // A compaction that failed leaves the parts as they were; the next commit tries again.
            if (!ended)
            {
                Interlocked.Increment(ref failures);
                lock (gate)
                    isRunning = false;
            }
        }
    }

    private bool TryEnd()
    {
        lock (gate)
        {
            isRunning = lookAgain;
            lookAgain = false;
            return !isRunning;
        }
    }

    private void CompactAll()
    {
        while (CompactionPolicy.Choose(store.Current, store.MostDeleted) is { Length: > 0 } chosen)
        {
            Compaction compaction = null!;
            store.RunAside(() => compaction = Compaction.Run(chosen));
            store.Publish(compaction);
            Interlocked.Increment(ref runs);
            Interlocked.Add(ref movies, compaction.Output?.Count ?? 0);
        }
    }
}
