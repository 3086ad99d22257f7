using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Has every source known, and polled, once this silo runs: by whichever silo has its grain.</summary>
internal sealed class SourcesStarting(
    IGrainFactory grains, SourceDefinitions definitions, TimeProvider time, ILogger<SourcesStarting> logger) : BackgroundService
{
    /// <summary>How long until a start that failed is tried again? The database, or the rest of the cluster, may come up later.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string[] keys = [.. definitions.Sources.Keys.Select(SourceDefinitions.KeyOf)];
        return Task.WhenAll(definitions.Sources.Keys
            .Select(name => UntilDoneAsync(name, () => grains.GetGrain<ISource>(SourceDefinitions.KeyOf(name)).StartAsync(), stoppingToken))
            .Append(UntilDoneAsync("all", () => grains.GetGrain<ISourceDirectory>(0).AddAsync(keys), stoppingToken)));
    }

    private async Task UntilDoneAsync(string name, Func<Task> call, CancellationToken stoppingToken)
    {
        // The silo is not to wait for it.
        await Task.Yield();
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.StartFailed(failure, name);
            }
            await Task.Delay(Again, time, stoppingToken);
        }
    }
}
