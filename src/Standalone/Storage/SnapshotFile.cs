using MovieGrains.Catalog.Durability;

namespace MovieGrains.Standalone.Storage;

/// <summary>Writes snapshots, and removes what they make superfluous.</summary>
internal static class SnapshotFile
{
    /// <summary>Bytes after which a snapshot is synced in between: a commit that is synced meanwhile waits for as much at
    /// most.</summary>
    private const long SyncEvery = 16 << 20;

    /// <summary>Writes an image. Nothing is left of it when it fails.</summary>
    /// <returns>Its header and its size.</returns>
    public static (FileHeader Header, long Bytes) Write(FolderFiles files, ICatalogImage image,
        CancellationToken cancellationToken)
    {
        var header = files.NewHeader(FileKind.Snapshot, image.Number);
        var writer = new FrameWriter();
        using var file = files.Create(header, file =>
        {
            writer.Begin(file, header, StorageFormat.HeaderBytes, image.Number, SyncEvery, cancellationToken);
            image.WriteTo(writer);
            writer.EndSnapshot(image.Movies);
        });
        return (header, writer.Offset);
    }

    /// <summary>Keeps the two newest snapshots, and every log since the older of them. As long as there is but one, that is
    /// every log: they are what to fall back to.</summary>
    public static void RemoveOlder(FolderFiles files)
    {
        var snapshots = files.List(FileKind.Snapshot);
        if (snapshots.Count < 2)
            return;
        var kept = snapshots[^2].Number;
        // In the order of numbers: where it is interrupted, what is left begins later, and has no gap.
        foreach (var snapshot in snapshots.SkipLast(2))
            files.Delete(snapshot.Name);
        var logs = files.List(FileKind.Log);
        for (var at = 0; at + 1 < logs.Count && logs[at + 1].Number <= kept; at++)
            files.Delete(logs[at].Name);
    }
}
