using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>Brings the database up to date before anything else starts, and waits a while for one that is not there yet.</summary>
internal sealed partial class SchemaAtStart(SchemaInstaller installer, TimeProvider time, ILogger<SchemaAtStart> log) : IHostedLifecycleService
{
    /// <summary>How long may a database take to come up beside its silos? Longer is more likely a wrong address, and whoever watches
    /// should see a process that ends rather than one that waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private bool _isDone;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The database can't be used; the message says why.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_isDone)
            return;
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                foreach (var step in await installer.EnsureAsync(cancellationToken))
                    Applied(step.Name);
                _isDone = true;
                return;
            }
            catch (NpgsqlException fault)
            {
                if (!fault.IsTransient || time.GetElapsedTime(began) > Patience)
                    throw new InvalidOperationException($"The database {installer.Place} can't be used: {Reason(fault)}.", fault);
                Waiting(installer.Place, Reason(fault));
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

    /// <summary>What lies under "Failed to connect", too, where it says more.</summary>
    private static string Reason(NpgsqlException fault) =>
        fault.InnerException is { } inner ? $"{fault.Message.TrimEnd('.')} ({inner.Message.TrimEnd('.')})" : fault.Message.TrimEnd('.');

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied to the database: {Step}")]
    private partial void Applied(string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database {Place} can't be reached yet, it is tried again: {Why}")]
    private partial void Waiting(string place, string why);
}
