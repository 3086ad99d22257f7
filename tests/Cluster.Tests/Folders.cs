using System.Reflection;

namespace MovieGrains.Cluster.Tests;

/// <summary>Folders of one test, gone with it. Others may read them: PostgreSQL refuses to run as root.</summary>
internal sealed class Folders : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("movies-cluster-").FullName;

    public Folders()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Drops);
        Directory.CreateDirectory(OtherDrops);
    }

    /// <summary>The drop files.</summary>
    public string Drops => Path.Combine(root, "drops");

    /// <summary>Those of another source.</summary>
    public string OtherDrops => Path.Combine(root, "others");

    /// <summary>A folder that is not there yet.</summary>
    public string New(string name) => Path.Combine(root, name);

    /// <summary>Copies files into the drop folder.</summary>
    public void Drop(string name, string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*.json", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(Drops, Path.GetFileName(file) is var own && own.Length > 0 ? own : name), overwrite: true);
    }

    /// <summary>Writes files of which not all can be read, one of them into the other source.</summary>
    public void DropBad()
    {
        File.WriteAllText(Path.Combine(OtherDrops, "mixed.json"), """[{"title":"Of another source","year":1999},{"title":"No year"},{"title":1,"year":"1999"}]""");
        File.WriteAllText(Path.Combine(Drops, "torn.json"), "[{\"title\":");
    }

    /// <summary>The movies of the test: the real set where it is, else the project's own sample.</summary>
    public static string Source => Environment.GetEnvironmentVariable("MOVIES_REAL_DATA") is { Length: > 0 } real
        ? real
        : Path.Combine(typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value!, "data", "sample");

    /// <summary>The drop files are gone.</summary>
    public void Lose()
    {
        foreach (var file in Directory.EnumerateFiles(Drops).Concat(Directory.EnumerateFiles(OtherDrops)))
            File.Delete(file);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
