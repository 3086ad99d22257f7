using Microsoft.Extensions.Hosting;

namespace MovieGrains.Http.Hosting;

/// <summary>Stops in order: readiness goes false, whoever sends requests notices, then no more are accepted.</summary>
/// <param name="readiness">What goes false.</param>
/// <param name="drain">How long to go on accepting then.</param>
/// <param name="time">Measures it.</param>
public sealed class Draining(Readiness readiness, TimeSpan drain, TimeProvider time) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // The host waits for this before it stops the server.
        readiness.MarkStopping();
        if (drain > TimeSpan.Zero)
            await Task.Delay(drain, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
