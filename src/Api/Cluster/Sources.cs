using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks the sources of drop files, each of which has a grain somewhere in the cluster.</summary>
internal sealed class Sources(IGrainFactory grains, ReaderOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private volatile string[]? known;

    /// <summary>Asks all sources the same.</summary>
    /// <returns>Their answers to come, in the order in which the sources became known.</returns>
    public async Task<Task<T>[]> AskAllAsync<T>(Func<ISource, Task<T>> question, CancellationToken cancellationToken) =>
        Array.ConvertAll(await KeysAsync(cancellationToken), key => AskAsync(key, question, cancellationToken));

    /// <summary>The keys of all sources.</summary>
    /// <exception cref="CatalogUnavailableException">Nobody has told in time.</exception>
    public async Task<string[]> KeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            // While the list's silo is being missed, the sources are most likely those of before.
            var limit = known is null ? options.Deadline : options.Attempt;
            return known = await TryAsync(() => grains.GetGrain<ISourceDirectory>(0).ListAsync(), limit, cancellationToken);
        }
        catch (CatalogUnavailableException) when (known is not null)
        {
            return known;
        }
    }

    /// <summary>Asks one source.</summary>
    /// <exception cref="CatalogUnavailableException">It has not answered in time.</exception>
    public Task<T> AskAsync<T>(string key, Func<ISource, Task<T>> question, CancellationToken cancellationToken) =>
        TryAsync(() => question(grains.GetGrain<ISource>(key)), options.Deadline, cancellationToken);

    private async Task<T> TryAsync<T>(Func<Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var left = limit - time.GetElapsedTime(began);
            try
            {
                return await call().WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (time.GetElapsedTime(began) + Pause >= limit)
                    throw new CatalogUnavailableException("The silo that has a source's ledger has not answered in time.", failure);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
