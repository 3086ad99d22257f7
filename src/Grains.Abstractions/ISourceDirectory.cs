using Orleans.Concurrency;

namespace MovieGrains.Grains.Abstractions;

/// <summary>Knows which sources there are, for those who are not configured with them. There is one, of key 0.</summary>
/// <remarks>A source that no silo is configured with any more stays: its ledger is still there to be read.</remarks>
[Alias("movies.sources")]
public interface ISourceDirectory : IGrainWithIntegerKey
{
    /// <summary>Adds sources, in their order, unless they are known. Durable when it returns: every silo calls it when it starts.</summary>
    /// <param name="keys">The keys of their <see cref="ISource"/>s.</param>
    [Alias("add")]
    Task AddAsync(string[] keys);

    /// <summary>The keys of all sources, in the order in which they were added.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<string[]> ListAsync();
}
