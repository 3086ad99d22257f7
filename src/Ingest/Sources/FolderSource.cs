using System.Runtime.CompilerServices;

namespace MovieGrains.Ingest.Sources;

/// <summary>The drop files in a folder and those below it, or one file.</summary>
/// <remarks>
/// Keys are paths relative to the folder, with <c>/</c>. Hidden files and folders and files with other endings are
/// passed over; a file that the path itself names is taken whatever its ending. A folder knows no entity tags.
/// </remarks>
public sealed class FolderSource : IObjectSource
{
    private readonly string _folder;
    private readonly string? _onlyKey;

    /// <summary>The drop files below a folder, or the one file, that a path names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is neither.</exception>
    public FolderSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // With a slash at its end it is the same folder, and must not be another source, whose files are all to be read anew.
        Name = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(Name))
        {
            _folder = Name;
            return;
        }
        if (!File.Exists(Name))
            throw new DirectoryNotFoundException($"There is neither a folder nor a file '{Name}'.");
        _onlyKey = Path.GetFileName(Name);
        _folder = Path.GetDirectoryName(Name)!;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceObject> ListAsync(
        Action<SourceFault> onFault, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onFault);
        foreach (var file in _onlyKey is null ? new FolderWalk(_folder, onFault).Files() : OnlyFile())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }
        // Listing a folder waits for nothing; a bucket's does.
        await ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken) => new(Find(key));

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(SourceObject version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var handle = File.OpenHandle(
            PathOf(version.Key), share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
        return new(new LocalFile(handle));
    }

    private IEnumerable<SourceObject> OnlyFile() => Find(_onlyKey!) is { } file ? [file] : [];

    private SourceObject? Find(string key)
    {
        var file = new FileInfo(PathOf(key));
        if (file.LinkTarget is not null)
            file = new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        return file.Exists ? FolderWalk.Describe(key, file) : null;
    }

    private string PathOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Path.Join(_folder, key);
    }
}
