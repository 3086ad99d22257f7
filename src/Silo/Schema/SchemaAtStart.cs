using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>Brings the database up to date before anything else starts, and waits a while for one that is not there yet.</summary>
internal sealed partial class SchemaAtStart(SchemaInstaller installer, TimeProvider time, ILogger<SchemaAtStart> log) : IHostedLifecycleService
{
    /// <summary>How long may a database take to come up beside its silos? Longer is more likely a wrong address, and whoever watches
    /// should see a process that ends rather than one that waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                foreach (var step in await installer.EnsureAsync(cancellationToken))
                    Applied(step.Name);
                return;
            }
            catch (NpgsqlException fault)
            {
                if (fault is PostgresException { IsTransient: false } || time.GetElapsedTime(began) > Patience)
                    throw new InvalidOperationException($"The database can't be used: {fault.Message}.", fault);
                Waiting(fault.Message);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied to the database: {Step}")]
    private partial void Applied(string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database can't be reached yet, it is tried again: {Why}")]
    private partial void Waiting(string why);
}
