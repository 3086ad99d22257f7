using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Store;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Running;

/// <summary>Brings the catalogue back from the data folder, and keeps that folder's snapshots going.</summary>
internal sealed class Restoring(CatalogStore store, DataFolder folder)
{
    /// <summary>The note that says that a first load has come to its end: what the folder has is a whole catalogue.</summary>
    private const string LoadedNote = "standalone/loaded";

    /// <summary>What the folder had; null before that is known.</summary>
    public RecoveryReport? Report { get; private set; }

    /// <summary>Whether what was restored is a whole catalogue, which can be served before any source has been looked at.</summary>
    public bool WasLoaded { get; private set; }

    /// <summary>Restores.</summary>
    /// <exception cref="InvalidDataException">The folder can't be read; the message is for an operator.</exception>
    public void Run()
    {
        Report = folder.Restore(store.BeginRestore);
        WasLoaded = store.Read(LoadedNote).Count > 0;
        folder.TakeSnapshots(onCaptured => store.CaptureAsync(_ => onCaptured(), CancellationToken.None));
    }

    /// <summary>Keeps in mind that the first load is complete.</summary>
    public async Task KeepLoadedAsync(CancellationToken cancellationToken)
    {
        if (WasLoaded)
            return;
        using var batch = store.Begin();
        await batch.CommitAsync(static _ => [new Note(LoadedNote, [1])], cancellationToken);
        WasLoaded = true;
    }
}
