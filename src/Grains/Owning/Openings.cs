namespace MovieGrains.Grains.Owning;

/// <summary>How many owners on a silo read their records at the same time.</summary>
/// <remarks>When a silo leaves, half of all owners or more begin elsewhere at once. Each has to index its year, and whoever only reads would wait for
/// all of them: they take turns, in the order in which they were asked for.</remarks>
internal sealed class Openings : IDisposable
{
    /// <summary>Of two one commonly waits for the database. More than half of the processors are not taken, as readers want some.</summary>
    private static readonly int AtATime = Math.Max(2, Environment.ProcessorCount / 2);

    private readonly SemaphoreSlim turns = new(AtATime, AtATime);

    /// <summary>Reads a record in its turn.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> openAsync, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await openAsync();
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();
}
