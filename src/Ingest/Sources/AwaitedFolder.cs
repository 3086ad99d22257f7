namespace MovieGrains.Ingest.Sources;

/// <summary>A folder of drop files, or one file, that may not be there yet.</summary>
/// <remarks>A process that has its catalogue serves it though the source is away; each look tries again, and fails with the
/// reason as long as it is.</remarks>
/// <param name="path">Its path.</param>
public sealed class AwaitedFolder(string path) : IObjectSource
{
    private FolderSource? _source;

    /// <inheritdoc/>
    public string Name { get; } = Path.GetFullPath(path);

    /// <summary>Whether it is a folder or a file shows when it is there.</summary>
    private FolderSource Source => _source ??= new FolderSource(path);

    /// <inheritdoc/>
    public IAsyncEnumerable<SourceObject> ListAsync(Action<SourceFault> onFault, CancellationToken cancellationToken) =>
        Source.ListAsync(onFault, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken) => Source.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(SourceObject version, CancellationToken cancellationToken) => Source.OpenAsync(version, cancellationToken);
}
