using MovieGrains.Http;
using MovieGrains.Standalone.Settings;

namespace MovieGrains.Standalone.Running;

/// <summary>Stops in order: readiness goes false, whoever sends requests notices, then no more are accepted.</summary>
internal sealed class Draining(Readiness readiness, StandaloneOptions options, TimeProvider time) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // The host waits for this before it stops the server.
        readiness.MarkStopping();
        if (options.Drain > TimeSpan.Zero)
            await Task.Delay(options.Drain, time, cancellationToken);
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
