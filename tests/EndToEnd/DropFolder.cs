namespace MovieGrains.EndToEnd;

/// <summary>A folder of drop files, gone after the test.</summary>
internal sealed class DropFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moviegrains-").FullName;

    /// <summary>Drops a file whole: under another name first, as a careful supplier does.</summary>
    public void Drop(string name, string content)
    {
        var hidden = System.IO.Path.Combine(Path, "." + name);
        File.WriteAllText(hidden, content);
        File.Move(hidden, System.IO.Path.Combine(Path, name), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
