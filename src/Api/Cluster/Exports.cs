using System.Runtime.CompilerServices;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Opens exports: each is one silo's snapshot, sent piece by piece.</summary>
internal sealed class Exports(IGrainFactory grains, ReaderOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Opens one.</summary>
    /// <exception cref="CatalogUnavailableException">No silo could begin it in time.</exception>
    public async ValueTask<CatalogExport> OpenAsync(SearchRequest query, YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        Exception? why = null;
        while (time.GetElapsedTime(began) < options.Deadline)
        {
            var export = grains.GetGrain<IExport>(Guid.NewGuid());
            try
            {
                var generation = await export.OpenAsync(query, atLeast, cancellationToken).WaitAsync(options.Deadline, time, cancellationToken);
                if (generation is { } number)
                    return new CatalogExport(number, ReadAsync(export, CancellationToken.None));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                why = failure;
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
        throw new CatalogUnavailableException("No silo of the cluster could begin the export in time.", why);
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        IExport export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await export.NextAsync().WaitAsync(cancellationToken) is { } lines)
                yield return lines;
        }
        finally
        {
            // Nobody waits for it; a silo that is gone has nothing to close, and one that is left takes it after a while by itself.
            export.CloseAsync().Ignore();
        }
    }
}
