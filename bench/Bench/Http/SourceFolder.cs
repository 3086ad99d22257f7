using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Http;

/// <summary>A folder that a server can read its movies from: the real set's, or a temporary one of generated movies. And one for what it keeps,
/// always a new one: what an earlier run has left would be restored, not loaded.</summary>
internal sealed class SourceFolder : IDisposable
{
    private readonly bool temporary;
    private readonly string kept = Directory.CreateTempSubdirectory("movies-bench-").FullName;

    private SourceFolder(string path, MovieFeed feed, bool temporary)
    {
        Path = path;
        Feed = feed;
        this.temporary = temporary;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Where the server keeps its catalogue.</summary>
    public string Data => System.IO.Path.Combine(kept, "data");

    /// <summary>What is in it.</summary>
    public MovieFeed Feed { get; }

    /// <summary>The folder named, or one of so many generated movies.</summary>
    public static SourceFolder Of(string? named, int count)
    {
        if (named is not null)
            return new SourceFolder(System.IO.Path.GetFullPath(named), MovieFeed.Folder(named), temporary: false);
        var path = Directory.CreateTempSubdirectory("movies-bench-").FullName;
        GenerateCommand.Write(new MovieGenerator(count), System.IO.Path.Combine(path, "generated.ndjson"));
        return new SourceFolder(path, MovieFeed.Generated(count), temporary: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (temporary)
            Directory.Delete(Path, recursive: true);
        Directory.Delete(kept, recursive: true);
    }
}
