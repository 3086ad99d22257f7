namespace MovieGrains.Bench.Http;

/// <summary>A temporary file of paths, one a line, gone with this object.</summary>
internal sealed class PathsFile : IDisposable
{
    /// <summary>Writes the file.</summary>
    public PathsFile(IEnumerable<string> paths) => File.WriteAllLines(Name, paths);

    /// <summary>Its path.</summary>
    public string Name { get; } = Path.GetTempFileName();

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Name);
}
