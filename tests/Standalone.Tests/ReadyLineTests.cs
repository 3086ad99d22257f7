using MovieGrains.Http.Access;
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

    private static readonly AccessPolicy Unprotected = new();

    [Fact]
    public void Of_AllLoaded_AccountsForEveryRecord() => Assert.Equal(
        "MovieGrains is ready at http://127.0.0.1:8080: 36,253 movies from 36,273 records in 13 files, loaded in 0.41 s "
        + "(0.83 s since the start); 36,253 added, 13 updated, 7 unchanged, 0 deleted, 0 rejected; no API keys, so only this machine may write",
        ReadyLine.Of("http://127.0.0.1:8080", 36_253, Totals, null, Unprotected, TimeSpan.FromSeconds(0.83)));

    [Fact]
    public void Of_KeptFromBefore_SaysSo()
    {
        var none = new IngestTotals { Files = Totals.Files };
        Assert.Equal(
            "MovieGrains is ready at http://x: 1 movie kept from before, read in 0.25 s (0.50 s since the start); read-only",
            ReadyLine.Of("http://x", 1, none, TimeSpan.FromSeconds(0.25), new AccessPolicy { ReadOnly = true }, TimeSpan.FromSeconds(0.5)));
        Assert.Contains(
            "2 movies kept from before, read in 0.25 s, and from 36,273 records in 13 files, loaded in 0.41 s (",
            ReadyLine.Of("http://x", 2, Totals, TimeSpan.FromSeconds(0.25), Unprotected, TimeSpan.FromSeconds(0.5)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FilesRefused_SaysHowMany()
    {
        var files = Totals.Files.ToDictionary();
        files[FileState.Quarantined] = 2;
        files[FileState.FailedWillRetry] = 1;
        var line = ReadyLine.Of("http://x", 1, Totals with { Files = files }, null, Unprotected, TimeSpan.Zero);
        Assert.Contains("; 3 files could not be loaded (see /ingest/files);", line, StringComparison.Ordinal);
    }
}
