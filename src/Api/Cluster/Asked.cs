namespace MovieGrains.Api.Cluster;

/// <summary>The readers that are asked the same at one time.</summary>
/// <remarks>None is given up while no other has answered: where all are slow, the first is likely to be the first.</remarks>
internal sealed class Asked<T>(Slots slots, Func<int, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly List<Attempt> underWay = new(1);
    private readonly List<int> tried = new(1);
    private readonly long began = slots.Now;

    /// <summary>One of them.</summary>
    public sealed record Attempt(int Slot, Task<T> Task);

    /// <summary>How many have not answered.</summary>
    public int Count => underWay.Count;

    /// <summary>Asks one more, of another slot than those before.</summary>
    public void Add()
    {
        var slot = slots.Next(tried, began);
        tried.Add(slot);
        underWay.Add(new Attempt(slot, ask(slot, enough.Token)));
    }

    /// <summary>The next one that comes to an end; null when none does for a while.</summary>
    public async ValueTask<Attempt?> NextAsync(TimeSpan wait, TimeProvider time)
    {
        // Nearly always one is asked, and it answers at once.
        if (underWay is [var only])
            await ((Task)only.Task).WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else
            await Task.WhenAny([.. underWay.Select(static attempt => (Task)attempt.Task), Task.Delay(wait, time, enough.Token)]);
        cancellationToken.ThrowIfCancellationRequested();
        return underWay.Find(static attempt => attempt.Task.IsCompleted);
    }

    /// <summary>One has answered. Who was asked before it, and has not, is slow or gone.</summary>
    public void Answered(Attempt attempt)
    {
        slots.Succeeded(attempt.Slot);
        foreach (var slower in underWay.TakeWhile(other => other != attempt))
            slots.Failed(slower.Slot);
    }

    /// <summary>One has failed.</summary>
    public void Failed(Attempt attempt)
    {
        slots.Failed(attempt.Slot);
        underWay.Remove(attempt);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (underWay.Exists(static attempt => !attempt.Task.IsCompleted))
            enough.Cancel();
        enough.Dispose();
        // Nobody waits for them any more.
        underWay.ForEach(static attempt => attempt.Task.Ignore());
    }
}
