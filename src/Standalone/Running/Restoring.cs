using MovieGrains.Catalog.Store;
using MovieGrains.Ingest;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Running;

/// <summary>Brings the catalogue and the ledger back from the data folder, and keeps that folder's snapshots going.</summary>
internal sealed class Restoring(CatalogStore store, DataFolder folder, Ingester ingester, QuietThreads quiet)
{
    /// <summary>How long it took; null when there was nothing, or it is not yet done.</summary>
    public TimeSpan? Took { get; private set; }

    /// <summary>Restores.</summary>
    /// <exception cref="InvalidDataException">The folder can't be read; the message is for an operator.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Run()
    {
        var report = folder.Restore(store.BeginRestore);
        if (report.Lost.Count > 0)
            store.RenewEpoch();
        ingester.Restore();
        if (!report.IsFirstStart)
            Took = report.Duration;
        folder.TakeSnapshots(
            onCaptured => store.CaptureAsync(_ => onCaptured(), CancellationToken.None), quiet.Run, isLoading: !ingester.WasLoaded);
    }

    /// <summary>Says that the first load has come to its end: from now on starts are to be quick.</summary>
    public void EndLoad() => folder.EndLoad();
}
