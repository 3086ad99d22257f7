namespace MovieGrains.Grains.Abstractions;

/// <summary>One export under way: holds a silo's snapshot until all of it is read. The key is made for it.</summary>
[Alias("movies.export")]
public interface IExport : IGrainWithGuidKey
{
    /// <summary>Begins.</summary>
    /// <param name="query">What is asked; its page, cursor and facets count for nothing.</param>
    /// <param name="atLeast">What it must have seen.</param>
    /// <param name="cancellationToken">Ends the wait for these.</param>
    /// <returns>The generation of the silo's snapshot; null when the silo can't answer yet.</returns>
    [Alias("open")]
    Task<long?> OpenAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken);

    /// <summary>The next lines of NDJSON; null after the last. Fails when the silo that had it is gone: an export can't go on elsewhere,
    /// as another silo's snapshot is another moment's.</summary>
    [Alias("next")]
    Task<byte[]?> NextAsync();

    /// <summary>Nothing more is wanted.</summary>
    [Alias("close")]
    Task CloseAsync();
}
