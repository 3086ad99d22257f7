namespace MovieGrains.EndToEnd;

/// <summary>An empty folder for the catalogue of one process, gone after the test.</summary>
internal sealed class DataFolderOfTest : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moviegrains-data-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
