using MovieGrains.Ingest;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests;

public sealed class ReadyLineTests
{
    private static readonly IngestTotals Totals = new()
    {
        Files = Enum.GetValues<FileState>().ToDictionary(s => s, _ => 0),
        FilesIngested = 13,
        Records = 36_273,
        Added = 36_253,
        Updated = 13,
        Unchanged = 7,
        FirstLoad = TimeSpan.FromSeconds(0.412),
    };

    [Fact]
    public void Of_AllLoaded_AccountsForEveryRecord() => Assert.Equal(
        "MovieGrains is ready at http://127.0.0.1:8080: 36,253 movies from 36,273 records in 13 files, loaded in 0.41 s "
        + "(0.83 s since process start); 36,253 added, 13 updated, 7 unchanged, 0 deleted, 0 rejected",
        ReadyLine.Of("http://127.0.0.1:8080", 36_253, Totals, TimeSpan.FromSeconds(0.83)));

    [Fact]
    public void Of_FilesRefused_SaysHowMany()
    {
        var files = Totals.Files.ToDictionary();
        files[FileState.Quarantined] = 2;
        files[FileState.FailedWillRetry] = 1;
        var line = ReadyLine.Of("http://x", 1, Totals with { Files = files }, TimeSpan.Zero);
        Assert.EndsWith("; 3 files could not be loaded (see the log)", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneOfEach_SaysSo()
    {
        var files = Totals.Files.ToDictionary();
        files[FileState.Quarantined] = 1;
        var line = ReadyLine.Of("http://x", 1, Totals with { Files = files, Records = 1, FilesIngested = 1 }, TimeSpan.Zero);
        Assert.Contains(": 1 movie from 1 record in 1 file, loaded", line, StringComparison.Ordinal);
        Assert.EndsWith("; 1 file could not be loaded (see the log)", line, StringComparison.Ordinal);
    }
}
