using MovieGrains.Http;
using MovieGrains.Ingest;

namespace MovieGrains.Standalone.Running;

/// <summary>Feeds the catalogue from its source for as long as the process runs, and says when the first load is
/// complete.</summary>
internal sealed partial class Loading(
    Restoring restoring, Ingester ingester, Readiness readiness, IHostApplicationLifetime lifetime, ILogger<Loading> log) : BackgroundService
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the first load is complete and readiness says so; cancelled when it ends before that.</summary>
    /// <remarks>Not the ingester's own task: whoever is told that the process is ready may ask at once.</remarks>
    public Task Loaded => _loaded.Task;

    /// <summary>Whether loading has ended though nobody told it to.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Reading the data folder takes its time; whoever starts this must not wait for it.
        await Task.Yield();
        try
        {
            restoring.Run();
            if (restoring.WasLoaded)
                MarkLoaded();
            var run = ingester.RunAsync(stoppingToken);
            await LoadAsync(stoppingToken);
            await run;
        }
        catch (Exception failure)
        {
            HasFailed = true;
            Failed(failure);
            lifetime.StopApplication();
        }
        finally
        {
            _loaded.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task LoadAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ingester.FirstLoad;
            await restoring.KeepLoadedAsync(stoppingToken);
            if (!_loaded.Task.IsCompleted)
                MarkLoaded();
        }
        catch (OperationCanceledException)
        {
            // Told to stop before that, or ended by a failure that the run itself will throw.
        }
    }

    private void MarkLoaded()
    {
        GiveBackWhatLoadingTook();
        readiness.MarkLoaded();
        _loaded.TrySetResult();
    }

    /// <summary>A load leaves as much garbage as catalogue, and nothing after it allocates enough for the collector to find out.
    /// Before readers come, so that none of them waits for it: some tens of milliseconds with the real set.</summary>
    private static void GiveBackWhatLoadingTook() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Loading ended; the process stops, as it would grow stale")]
    private partial void Failed(Exception failure);
}
