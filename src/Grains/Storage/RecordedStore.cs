using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Grains.Storage;

/// <summary>A store together with its record in rows: what a grain that owns something consists of.</summary>
public sealed class RecordedStore : IAsyncDisposable
{
    private readonly RecordLog log;
    private readonly ILogger logger;
    private readonly CancellationTokenSource end = new();
    private readonly Lock gate = new();
    private Task checkpoint = Task.CompletedTask;
    private bool isEnded;

    private RecordedStore(
        IRowStorage rows, RecordOptions options, long recentBytes, TimeProvider time, Random random, ILogger logger, Action? onLost)
    {
        this.logger = logger;
        Recent = new RecentCommits(recentBytes);
        log = new RecordLog(rows, options, random, Durable, onLost);
        Store = new CatalogStore(time, log);
    }

    /// <summary>The store. Only commits through it are recorded.</summary>
    public CatalogStore Store { get; }

    /// <summary>The newest commits.</summary>
    public RecentCommits Recent { get; }

    /// <summary>Tells the record from another that took its place.</summary>
    public long Epoch => log.Epoch;

    /// <summary>The last durable commit; 0 when there is none.</summary>
    public long Number => log.Number;

    /// <summary>Whether nothing can be written any more: the record is to be opened anew.</summary>
    public bool IsLost => log.IsLost;

    /// <summary>Opens a record, or begins one.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="options">How it is laid out.</param>
    /// <param name="recentBytes">How many bytes of commits to remember at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Tells epochs and writers apart.</param>
    /// <param name="logger">Told of checkpoints that fail.</param>
    /// <param name="onLost">Told when nothing can be written any more, so that the record is to be opened anew; on any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">The record can't be read.</exception>
    public static async Task<RecordedStore> OpenAsync(
        IRowStorage rows, RecordOptions options, long recentBytes, TimeProvider time, Random random, ILogger logger,
        Action? onLost, CancellationToken cancellationToken)
    {
        var opened = new RecordedStore(rows, options, recentBytes, time, random, logger, onLost);
        try
        {
            await opened.log.LoadAsync(opened.Store.BeginRestore, cancellationToken);
            opened.Recent.StartAfter(opened.Number);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the chunks up to date with what the store holds.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        var image = await Store.CaptureAsync(static _ => { }, cancellationToken);
        await log.CheckpointAsync(image, cancellationToken);
    }

    /// <summary>Makes sure that nobody else has written the record.</summary>
    /// <exception cref="RecordLostException">Somebody has.</exception>
    public ValueTask VerifyAsync(CancellationToken cancellationToken) => log.VerifyAsync(cancellationToken);

    /// <summary>Completes when no checkpoint is under way.</summary>
    public Task WhenCheckpointedAsync()
    {
        lock (gate)
            return checkpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isEnded = true;
        await end.CancelAsync();
        await WhenCheckpointedAsync();
        await Store.DisposeAsync();
        end.Dispose();
        log.Dispose();
    }

    private void Durable(long number, byte[] items)
    {
        // A history longer than all there is would be of no use to anybody.
        Recent.Add(number, items, Store.Status.Bytes);
        if (!log.IsCheckpointDue)
            return;
        lock (gate)
        {
            if (!isEnded && checkpoint.IsCompleted)
                checkpoint = Task.Run(TryCheckpointAsync);
        }
    }

    private async Task TryCheckpointAsync()
    {
        try
        {
            await CheckpointAsync(end.Token);
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // Half a checkpoint is none; whoever opens the record next makes it.
        }
        catch (Exception failure)
        {
            // The log has all of it; the next commit tries again.
            logger.CheckpointFailed(failure);
        }
    }
}
