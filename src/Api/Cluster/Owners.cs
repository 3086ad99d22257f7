using Microsoft.Extensions.Logging;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;
using Orleans.Runtime;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks the owners of years to write, and for what only they know.</summary>
internal sealed partial class Owners(IGrainFactory grains, ReaderOptions options, TimeProvider time, ILogger<Owners> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes. What surely has not reached its owner, as while that moves, is sent again for as long as there is time; what
    /// may have is not.</summary>
    /// <exception cref="CatalogUnavailableException">It was not written, or nobody knows; the message says which.</exception>
    public async Task<T> WriteAsync<T>(int year, Func<IYearOwner, CancellationToken, Task<T>> writeAsync, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await writeAsync(grains.GetGrain<IYearOwner>(year), cancellationToken).WaitAsync(options.Deadline, time, cancellationToken);
            }
            catch (OrleansMessageRejectionException rejected) when (time.GetElapsedTime(began) < options.Deadline)
            {
                OwnerMoves(log, year, rejected.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (OrleansMessageRejectionException rejected)
            {
                throw new CatalogUnavailableException("The owner of what was to be written can't be reached. Nothing was written.", rejected);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not WriteRefusedException)
            {
                throw new CatalogUnavailableException(
                    "The owner of what was to be written has not answered. It may or may not have been written; with an Idempotency-Key or If-Match it can be sent again safely.",
                    failure);
            }
        }
    }

    /// <summary>Asks an owner for what only it knows, until it has answered.</summary>
    /// <exception cref="CatalogUnavailableException">It has not in time.</exception>
    public async Task<T> ReadAsync<T>(int year, Func<IYearOwner, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await readAsync(grains.GetGrain<IYearOwner>(year)).WaitAsync(options.Deadline, time, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                if (time.GetElapsedTime(began) + Pause >= options.Deadline)
                    throw new CatalogUnavailableException("The owner of what was asked for has not answered in time.", failure);
                OwnerMoves(log, year, failure.Message);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>An owner's refusal, as the surface knows it.</summary>
    public static void Check(Refusal? refusal)
    {
        if (refusal is not null)
            throw new WriteRefusedException((WriteRefusal)refusal.Kind, refusal.Message);
    }

    [LoggerMessage(1, LogLevel.Debug, "The owner of {Year} can't be reached yet: {Why}")]
    private static partial void OwnerMoves(ILogger log, int year, string why);
}
