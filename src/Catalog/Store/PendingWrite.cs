namespace MovieGrains.Catalog.Store;

/// <summary>A client's write that waits for its turn.</summary>
internal abstract class PendingWrite
{
    /// <summary>Bytes of memory that it holds, about.</summary>
    public abstract long Bytes { get; }

    /// <summary>Merges it; within the writer's turn.</summary>
    public abstract void Apply(CatalogMerge merge);

    /// <summary>It is durable, and readers see it.</summary>
    public abstract void Complete(long generation);

    /// <summary>It was not written.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>A write with its outcome.</summary>
internal abstract class PendingWrite<T> : PendingWrite
    where T : class
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the write is durable.</summary>
    public Task<T> Done => done.Task;

    public override void Complete(long generation) => done.TrySetResult(OutcomeAt(generation));

    public override void Fail(Exception why) => done.TrySetException(why);

    protected abstract T OutcomeAt(long generation);
}
