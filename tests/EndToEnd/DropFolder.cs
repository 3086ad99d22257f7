namespace MovieGrains.EndToEnd;

/// <summary>A folder of drop files, gone after the test.</summary>
internal sealed class DropFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moviegrains-").FullName;

    /// <summary>What answers call it.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Drops a file whole: under another name first, as a careful supplier does.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="age">How long ago it was modified: a bucket tells times by the second, so that what is put there within the same second
    /// may be older.</param>
    public void Drop(string name, string content, TimeSpan age = default)
    {
        var hidden = System.IO.Path.Combine(Path, "." + name);
        File.WriteAllText(hidden, content);
        if (age > TimeSpan.Zero)
            File.SetLastWriteTimeUtc(hidden, DateTime.UtcNow - age);
        File.Move(hidden, System.IO.Path.Combine(Path, name), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
