using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;
using MovieGrains.Ingest;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Polls one source for the whole cluster, and keeps its ledger: notes in a store without movies, in rows of its own.</summary>
/// <remarks>Polling begins with the activation. A reminder makes another activation when the silo of this one is gone, within a
/// minute; the ledger tells it where to go on. Of a source that its silo is not configured with it shows the ledger.</remarks>
[KeepAlive]
internal sealed class SourceGrain(
    IRowStorages storages, SourceDefinitions definitions, PolledHere here, TimeProvider time, Random random, ILoggerFactory loggers)
    : Grain, ISource, IRemindable
{
    /// <summary>Begins the names of all rows of sources.</summary>
    public const string Rows = "source";

    private const string Reminder = "poll";

    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private RecordedStore? record;
    private SourcePolling polling = null!; // From the activation on.

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var name = SourceDefinitions.NameOf(this.GetPrimaryKeyString());
        var definition = definitions.Sources.GetValueOrDefault(name);
        var logger = loggers.CreateLogger<SourceGrain>();
        record = await RecordedStore.OpenAsync(
            storages.Of(this.GetGrainId(), Rows), definitions.Record, 0, time, random, logger, DeactivateOnIdle, cancellationToken);
        // The property is only for the grain's own thread, and records are sent from others.
        var grains = GrainFactory;
        var owners = new OwnersFeed(year => grains.GetGrain<IYearOwner>(year), definitions.Feed, time, random, logger);
        var sink = new OwnersSink(owners, record.Store);
        // Each source's copies of large files apart: a beginning one clears its folder.
        var options = definitions.Ingest with
        {
            SpoolFolder = Path.Combine(definitions.Ingest.SpoolFolder, $"source-{Uri.EscapeDataString(name)}"),
        };
        polling = SourcePolling.Start(
            definition?.Open(definitions.S3Endpoint, time, random), sink, record.Store, options, time, random, loggers.CreateLogger<Ingester>());
        here.Add(polling);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (polling is not null)
        {
            here.Remove(polling);
            await polling.DisposeAsync();
        }
        if (record is not null)
            await record.DisposeAsync();
    }

    /// <inheritdoc/>
    public async Task StartAsync()
    {
        if (!polling.HasSource)
        {
            // Whoever asks is configured with it: the next activation may be there.
            DeactivateOnIdle();
            throw new InvalidOperationException($"There is no source '{SourceDefinitions.NameOf(this.GetPrimaryKeyString())}' in this silo's configuration.");
        }
        polling.Start();
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        polling.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SourceNotification> NotifyAsync(string bucket, string key) => Task.FromResult(polling.Notify(bucket, key));

    /// <inheritdoc/>
    public Task<SourceStatus> GetStatusAsync() => Task.FromResult(polling.Status);

    /// <inheritdoc/>
    public Task<SourceFiles> ListFilesAsync(string? state, long first, int count) => Task.FromResult(polling.List(state, first, count));

    /// <inheritdoc/>
    public Task<byte[]?> GetFileAsync(string id) => Task.FromResult(polling.Find(id));
}
