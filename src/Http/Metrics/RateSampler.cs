using Microsoft.Extensions.Hosting;

namespace MovieGrains.Http.Metrics;

/// <summary>Ticks once a second and notes every route's count.</summary>
internal sealed class RateSampler(HttpMeters meters, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                foreach (var route in meters.Routes)
                    route.Rate.Sample(route.Count());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The process stops; there is no next tick.
        }
    }
}
