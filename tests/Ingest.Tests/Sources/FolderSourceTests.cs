using System.Diagnostics;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Sources;

public sealed class FolderSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("folder-source").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ListAsync_Folder_GivesDropFilesOnly()
    {
        foreach (var key in (string[])["a.json", "B.NDJSON", "sub/deep/c.json.gz", "sub/d.NdJson.GZ", "e.txt", "f.gz", ".hidden.json",
            ".git/g.json", "sub/.h.json", "json", "i.json.bak"])
            Write(key, "[]");
        Directory.CreateDirectory(Path.Combine(_folder, "dir.json"));

        var (files, faults) = await ListAsync(_folder);

        Assert.Equal(["B.NDJSON", "a.json", "sub/d.NdJson.GZ", "sub/deep/c.json.gz"], Keys(files));
        Assert.Empty(faults);
    }

    [Fact]
    public void Name_SlashAtTheEnd_IsThatOfTheFolderWithout() =>
        Assert.Equal(new FolderSource(_folder).Name, new FolderSource(_folder + Path.DirectorySeparatorChar).Name);

    [Fact]
    public async Task ListAsync_File_HasSizeAndTime()
    {
        var time = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);
        Write("a.json", "[{}]");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.json"), time.UtcDateTime);

        Assert.Equal([new SourceObject("a.json", 4, null, time)], (await ListAsync(_folder)).Files);
    }

    [Fact]
    public async Task ListAsync_PathOfAFile_GivesItAlone()
    {
        Write("movies.txt", "[]");
        Write("other.json", "[]");

        Assert.Equal(["movies.txt"], Keys((await ListAsync(Path.Combine(_folder, "movies.txt"))).Files));
    }

    [Fact]
    public async Task ListAsync_LinksInCircles_End()
    {
        Write("a/x.json", "[]");
        Write("b/y.json", "[]");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "a/up"), "..");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "a/self"), ".");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "b/other"), "../a");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "a/other"), "../b");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "loop"), "loop");

        Assert.Equal(["a/x.json", "b/y.json"], Keys((await ListAsync(_folder)).Files));
    }

    [Fact]
    public async Task ListAsync_Links_AreFollowed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("folder-source").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(elsewhere, "real.json"), "[1,2,3]");
            File.CreateSymbolicLink(Path.Combine(_folder, "linked.json"), Path.Combine(elsewhere, "real.json"));
            Directory.CreateSymbolicLink(Path.Combine(_folder, "sub"), elsewhere);
            var source = new FolderSource(_folder);

            var (files, _) = await ListAsync(_folder);

            Assert.Equal(["linked.json", "sub/real.json"], Keys(files));
            Assert.All(files, file => Assert.Equal(7, file.Bytes));
            foreach (var file in files)
                Assert.Equal(file, await source.FindAsync(file.Key, CancellationToken.None));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public async Task ListAsync_BrokenLink_IsReported()
    {
        Write("a.json", "[]");
        File.CreateSymbolicLink(Path.Combine(_folder, "b.json"), "nowhere.json");

        var (files, faults) = await ListAsync(_folder);

        Assert.Equal(["a.json"], Keys(files));
        Assert.Equal("b.json", Assert.Single(faults).Key);
    }

    /// <summary>Unix names are bytes; one that is no UTF-8 can't be asked for, and must not be passed over in silence.</summary>
    [Fact]
    public async Task ListAsync_NameThatIsNoText_IsReportedAndTheOthersAreListed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Names are text there.");
        Write("a.json", "[]");
        Shell("""for f in bad.json bad.txt; do printf '[]' > "$(printf '\377')$f"; done""");
        try
        {
            var (files, faults) = await ListAsync(_folder);

            Assert.Equal(["a.json"], Keys(files));
            var fault = Assert.Single(faults);
            Assert.EndsWith("bad.json", fault.Key, StringComparison.Ordinal);
            Assert.Contains("UTF-8", fault.Reason, StringComparison.Ordinal);
        }
        finally
        {
            Shell("rm -- *bad*");
        }
    }

    [Fact]
    public async Task ListAsync_FolderRemoved_Throws()
    {
        var path = Path.Combine(_folder, "sub");
        Directory.CreateDirectory(path);
        var source = new FolderSource(path);
        Directory.Delete(path);

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => ListAsync(source));
    }

    [Fact]
    public void Constructor_NothingThere_SaysSo()
    {
        var path = Path.Combine(_folder, "missing");

        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => new FolderSource(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_File_GivesItsBytes()
    {
        Write("sub/a.json", "[{}]");
        var source = new FolderSource(_folder);
        var (files, _) = await ListAsync(source);

        await using var stream = await source.OpenAsync(files.Single(), CancellationToken.None);
        using var reader = new StreamReader(stream);

        Assert.Equal("[{}]", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task FindAsync_FileRemoved_IsNull() =>
        Assert.Null(await new FolderSource(_folder).FindAsync("a.json", CancellationToken.None));

    private void Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _folder });
        shell!.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private void Write(string key, string content)
    {
        var path = Path.Combine(_folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static IEnumerable<string> Keys(List<SourceObject> files) => files.Select(file => file.Key).Order(StringComparer.Ordinal);

    private static Task<(List<SourceObject> Files, List<SourceFault> Faults)> ListAsync(string path) => ListAsync(new FolderSource(path));

    private static async Task<(List<SourceObject> Files, List<SourceFault> Faults)> ListAsync(FolderSource source)
    {
        var files = new List<SourceObject>();
        var faults = new List<SourceFault>();
        await foreach (var file in source.ListAsync(faults.Add, CancellationToken.None))
            files.Add(file);
        return (files, faults);
    }
}
