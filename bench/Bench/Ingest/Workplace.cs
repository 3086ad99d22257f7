namespace MovieGrains.Bench.Ingest;

/// <summary>Temporary folders for one server: its source, its data, and one beside them in which files are prepared.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("movies-bench-").FullName;

    /// <summary>Makes the folders.</summary>
    public Workplace()
    {
        Directory.CreateDirectory(Source);
        Directory.CreateDirectory(Staging);
    }

    /// <summary>Where the server finds its drop files.</summary>
    public string Source => Path.Combine(root, "source");

    /// <summary>Where the server keeps its catalogue.</summary>
    public string Data => Path.Combine(root, "data");

    /// <summary>Where files are written; on the same disk as the source, so that they arrive whole.</summary>
    public string Staging => Path.Combine(root, "staging");

    /// <summary>Lets every file of a folder arrive in the source at once, in the place of those of the same name.</summary>
    public void Drop(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            File.Move(file, Path.Combine(Source, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Lets copies of every file of a folder arrive, as if they had been written just now; the folder can be used again.</summary>
    public void DropCopy(string folder)
    {
        var copy = NewFolder("copy-of-" + Path.GetFileName(folder));
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var to = Path.Combine(copy, Path.GetFileName(file));
            File.Copy(file, to, overwrite: true);
            File.SetLastWriteTimeUtc(to, DateTime.UtcNow);
        }
        Drop(copy);
    }

    /// <summary>A new folder among the prepared ones.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Staging, name)).FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);
}
