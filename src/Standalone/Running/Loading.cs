using MovieGrains.Catalog.Store;
using MovieGrains.Http;
using MovieGrains.Ingest;

namespace MovieGrains.Standalone.Running;

/// <summary>Feeds the catalogue from its source for as long as the process runs, and says when the first load is
/// complete.</summary>
internal sealed partial class Loading(
    CatalogStore store, Restoring restoring, Ingester ingester, QuietThreads quiet, IHeap heap, Readiness readiness, IHostApplicationLifetime lifetime,
    ILogger<Loading> log) : BackgroundService
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the first load is complete and readiness says so; cancelled when it ends before that.</summary>
    /// <remarks>Not the ingester's own task: whoever is told that the process is ready may ask at once.</remarks>
    public Task Loaded => _loaded.Task;

    /// <summary>Why loading has ended though nobody told it to; null while it has not.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    /// <remarks>Reading the data folder, and each file, takes its time: whoever starts this must not wait for it, and neither must
    /// requests.</remarks>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => OwnThread.RunAsync("ingest", () => RunAsync(stoppingToken));

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            restoring.Run();
            store.IsLoading = true;
            // What was loaded before can be asked before any source has been looked at, and though none can be.
            if (ingester.WasLoaded)
                MarkLoaded();
            var run = ingester.RunAsync(stoppingToken);
            await LoadAsync();
            await run;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            Fail(failure.Message);
        }
        catch (Exception failure)
        {
            Failed(failure);
            Fail("loading ended, and the catalogue would grow stale; the log says why.");
        }
        finally
        {
            _loaded.TrySetCanceled(CancellationToken.None);
        }
    }

    private void Fail(string why)
    {
        Failure = why;
        lifetime.StopApplication();
    }

    private async Task LoadAsync()
    {
        try
        {
            await ingester.FirstLoad;
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
        store.IsLoading = false;
        quiet.AreWanted = true;
        // A load leaves as much garbage as catalogue, and nothing after it allocates enough for the collector to find out. Before readers come, so
        // that none of them waits for it: some tens of milliseconds with the real set.
        heap.Compact();
        readiness.MarkLoaded();
        _loaded.TrySetResult();
        // Last: readers come before the snapshot that may be due now.
        restoring.EndLoad();
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Loading ended; the process stops, as it would grow stale")]
    private partial void Failed(Exception failure);
}
