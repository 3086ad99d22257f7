using MovieGrains.Catalog.Durability;

namespace MovieGrains.Standalone.Storage;

/// <summary>Takes snapshots in the background, one at a time, when the log has grown enough.</summary>
/// <remarks>Appends go on meanwhile, to the log that begins where the image ends. A snapshot that fails leaves nothing but
/// that one log more, and the next one makes both needless.</remarks>
internal sealed class Snapshots(FolderFiles files, SnapshotPolicy policy, StorageMeter meter,
    Func<Action, ValueTask<ICatalogImage>> capture, Func<long> rotate, Action<Action> aside, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _isStopped;

    /// <summary>The snapshot under way, or the last one.</summary>
    public Task UnderWay { get; private set; } = Task.CompletedTask;

    /// <summary>Begins one, if it is due and none is under way.</summary>
    public void TakeIfDue()
    {
        lock (_gate)
        {
            var status = meter.Status;
            if (_isStopped || !UnderWay.IsCompleted || status.LastNumber == (status.Snapshot ?? 0)
                || !policy.IsDue(status.LogBytes, status.SnapshotBytes))
                return;
            UnderWay = Task.Run(() => TakeAsync(_stop.Token));
        }
    }

    /// <summary>Gives up the one under way.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isStopped = true;
        await _stop.CancelAsync();
        await UnderWay;
        _stop.Dispose();
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var (image, logBytes) = await CaptureAsync(cancellationToken);
            // It takes as long as the disk does, and is nothing for one of the few threads that answer requests.
            var (header, bytes) = await Task.Factory.StartNew(() => Write(image, cancellationToken),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            meter.SnapshotTaken(header, bytes, logBytes);
            policy.Succeeded();
            logger.SnapshotTaken(header.Number, image.Movies, bytes, time.GetElapsedTime(began).TotalSeconds);
            RemoveOlder();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop. The log has everything.
        }
        catch (Exception failure)
        {
            policy.Failed(meter.Status.LogBytes);
            meter.SnapshotFailed(failure);
            logger.SnapshotFailed(failure);
        }
    }

    private (FileHeader Header, long Bytes) Write(ICatalogImage image, CancellationToken cancellationToken)
    {
        (FileHeader Header, long Bytes) written = default;
        aside(() => written = SnapshotFile.Write(files, image, cancellationToken));
        return written;
    }

    /// <summary>Gets an image, and a log that begins just after it.</summary>
    private async Task<(ICatalogImage Image, long LogBytes)> CaptureAsync(CancellationToken cancellationToken)
    {
        long rotatedAt = -1, logBytes = 0;
        Exception? failure = null;
        var image = await capture(RotateNow).AsTask().WaitAsync(cancellationToken);
        if (failure is not null)
            throw new IOException("No new log could be begun: " + failure.Message, failure);
        if (image.Number != rotatedAt)
            throw new InvalidOperationException($"The store gave an image of commit {image.Number} instead of {rotatedAt}.");
        return (image, logBytes);

        void RotateNow()
        {
            try
            {
                // Of this moment: what is appended while the image is written stays to be read after it.
                logBytes = meter.Status.LogBytes;
                rotatedAt = rotate();
            }
            catch (Exception thrown)
            {
                // Not the store's concern: it has its writer's turn to give back.
                failure = thrown;
            }
        }
    }

    private void RemoveOlder()
    {
        try
        {
            SnapshotFile.RemoveOlder(files);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.NotRemoved(failure);
        }
    }
}
