using MovieGrains.Ingest.Reading;

namespace MovieGrains.Ingest.Spooling;

/// <summary>The folder for copies of large files, each kept while it is being ingested.</summary>
/// <param name="path">Its path; made when it is first needed.</param>
/// <param name="create">Makes a file that can be written and then read, and that is removed when it is disposed; for tests.</param>
internal sealed class SpoolFolder(string path, Func<string, Stream>? create = null)
{
    private const string Ending = ".spool";

    private readonly Func<string, Stream> _create = create ?? Create;

    /// <summary>Removes what a process that was killed has left. What another process is using stays readable to that.</summary>
    public void Clear()
    {
        try
        {
            if (!Directory.Exists(path))
                return;
            foreach (var left in Directory.EnumerateFiles(path, "*" + Ending))
                File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It takes room and nothing else; whoever needs that room is told that there is none.
        }
    }

    /// <summary>Makes a file.</summary>
    /// <exception cref="UnreadableFileException">That failed.</exception>
    public Stream CreateFile()
    {
        try
        {
            return _create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>The spool folder failed, and so a file did: it says which of the two.</summary>
    public static UnreadableFileException Unusable(Exception failure) =>
        new($"The file is large, and there is no copying it to the spool folder: {failure.Message}", failure);

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(path);
        return new FileStream(Path.Combine(path, Path.GetRandomFileName() + Ending), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        });
    }
}
