using MovieGrains.Ingest.Reading;
using MovieGrains.Ingest.Spooling;

namespace MovieGrains.Ingest.Tests.Spooling;

public sealed class SpoolFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("movies-spool").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CreateFile_Written_CanBeReadAndIsGoneAfterUse()
    {
        var path = Path.Combine(_folder, "made", "when needed");
        var spool = new SpoolFolder(path);
        using (var file = spool.CreateFile())
        {
            file.Write("text"u8);
            file.Position = 0;
            Assert.Equal((byte)'t', file.ReadByte());
            Assert.Single(Directory.GetFiles(path));
        }
        Assert.Empty(Directory.GetFiles(path));
    }

    [Fact]
    public void Clear_Leftovers_AreRemovedAndNothingElse()
    {
        File.WriteAllText(Path.Combine(_folder, "x.spool"), "left");
        File.WriteAllText(Path.Combine(_folder, "mine.txt"), "mine");

        new SpoolFolder(_folder).Clear();
        new SpoolFolder(Path.Combine(_folder, "none")).Clear();

        Assert.Equal(["mine.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void CreateFile_NoFolder_SaysSo()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        var failure = Assert.Throws<UnreadableFileException>(() => new SpoolFolder(Path.Combine(_folder, "file")).CreateFile());
        Assert.StartsWith("The file is large, and there is no copying it to the spool folder: ", failure.Message, StringComparison.Ordinal);
    }
}
