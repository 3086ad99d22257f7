namespace MovieGrains.Bench.Quality;

/// <summary>A search over the same movies as the others, asked one query at a time.</summary>
internal interface ISearchEngine : IAsyncDisposable
{
    /// <summary>What it is called in the table, with its version.</summary>
    string Name { get; }

    /// <summary>Asks for the ten best.</summary>
    /// <param name="query">What is typed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<Found> AskAsync(string query, CancellationToken cancellation);
}

/// <summary>What a search found.</summary>
/// <param name="Ids">Ids, best first.</param>
/// <param name="Time">What it took, as its user waits for it.</param>
internal readonly record struct Found(IReadOnlyList<string> Ids, TimeSpan Time);
