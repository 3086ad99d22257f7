namespace MovieGrains.Ingest.Sources;

/// <summary>One walk through a folder and those below it.</summary>
/// <remarks>
/// Links are followed, since mounted folders are full of them (a Kubernetes volume is nothing else), but each real
/// folder is entered once, so that links in a circle end. Real folders go first: a file's key is its real one where it
/// has one. How deep it goes is bounded, for circles that no comparison of paths shows.
/// </remarks>
internal sealed class FolderWalk(string root, Action<SourceFault> onFault)
{
    /// <summary>More folders in one another than anybody keeps; Linux itself follows 40 links in a path.</summary>
    private const int MaxDepth = 100;

    private const FileAttributes Missing = (FileAttributes)(-1);

    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly Stack<Folder> _folders = new();
    private readonly Queue<Folder> _links = new();

    /// <summary>All drop files; those of one folder are read at once, others as they are asked for.</summary>
    public IEnumerable<SourceObject> Files()
    {
        _folders.Push(new Folder(root, "", 0));
        while (_folders.TryPop(out var folder) || _links.TryDequeue(out folder))
        {
            foreach (var file in Enter(folder))
                yield return file;
        }
    }

    private List<SourceObject> Enter(Folder folder)
    {
        var files = new List<SourceObject>();
        try
        {
            if (!_entered.Add(folder.Path))
                return files;
            foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
                Take(folder, entry, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && folder.Depth > 0)
        {
            onFault(new SourceFault(folder.Prefix, e.Message));
        }
        return files;
    }

    private void Take(Folder folder, FileSystemInfo entry, List<SourceObject> files)
    {
        if (entry.Name.StartsWith('.'))
            return;
        var key = folder.Prefix + entry.Name;
        try
        {
            if (IsHidden(entry) || Target(entry) is not { } target)
                return;
            if (target is FileInfo file)
                files.Add(Describe(key, file));
            else if (folder.Depth < MaxDepth)
                Defer(new Folder(target.FullName, key + "/", folder.Depth + 1), isLink: IsLink(entry));
            else
                onFault(new SourceFault(key, "Folders are nested too deep."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onFault(new SourceFault(key, e.Message));
        }
    }

    /// <summary>What the entry, or the end of the links that it begins, is; null when it is nothing of ours.</summary>
    private static FileSystemInfo? Target(FileSystemInfo entry)
    {
        var target = entry;
        if (IsLink(entry))
        {
            target = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
            if (Directory.Exists(target.FullName))
                target = new DirectoryInfo(target.FullName);
        }
        return target is DirectoryInfo || DropFileNames.Has(entry.Name) ? target : null;
    }

    /// <remarks>What is not there has all attributes. It has gone since the folder was read, or its name is no text, so that
    /// what is looked for is another: silence would lose the file.</remarks>
    private static bool IsHidden(FileSystemInfo entry)
    {
        if (entry.Attributes != Missing)
            return entry.Attributes.HasFlag(FileAttributes.Hidden);
        if (entry is DirectoryInfo || DropFileNames.Has(entry.Name))
            throw new FileNotFoundException("It has just gone, or its name is not UTF-8.");
        return true;
    }

    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private void Defer(Folder folder, bool isLink)
    {
        if (isLink)
            _links.Enqueue(folder);
        else
            _folders.Push(folder);
    }

    /// <summary>The version of a file; <paramref name="file"/> is no link.</summary>
    public static SourceObject Describe(string key, FileInfo file)
    {
        if (!file.Exists)
            throw new FileNotFoundException("The file that the link names is not there.");
        return new SourceObject(key, file.Length, null, new DateTimeOffset(file.LastWriteTimeUtc));
    }

    private readonly record struct Folder(string Path, string Prefix, int Depth);
}
