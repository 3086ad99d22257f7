using System.Diagnostics;

namespace MovieGrains.Bench.Crash;

/// <summary>Draws the instants at which the process is killed.</summary>
/// <param name="settings">Has the seed.</param>
/// <param name="data">The data folder, in which a snapshot that is being written can be seen.</param>
/// <param name="drops">Drops the large file.</param>
/// <param name="figures">Knows how long starts take, and counts the kills.</param>
internal sealed class KillPlan(CrashSettings settings, string data, DropPlan drops, CrashFigures figures)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>More than any write of a client adds to the log, and less than the large file does.</summary>
    private const int LargeCommit = 100_000;

    private readonly Random random = new(settings.Seed + 1);
    private bool wasStart;

    /// <summary>Waits for the instant.</summary>
    /// <param name="ready">Completes when the process is ready, or never will be.</param>
    public async Task WaitAsync(Task ready)
    {
        // Recovery that is interrupted is interrupted a second time more often than not.
        var isStart = random.NextDouble() < (wasStart ? 0.5 : 0.25);
        wasStart = isStart;
        if (isStart)
        {
            await InStartAsync();
            return;
        }
        await ready;
        await (random.Next(5) switch
        {
            0 => InSnapshotAsync(),
            1 => InLargeIngestAsync(),
            2 => InCommitAsync(),
            _ => UnderWritesAsync(),
        });
    }

    /// <summary>Anywhere from the first millisecond to just after a usual start.</summary>
    private Task InStartAsync()
    {
        figures.Kill("starting");
        var starts = figures.Recoveries;
        var usual = starts.Count == 0 ? 0.5 : starts[starts.Count / 2];
        return Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * usual * 1.2));
    }

    /// <summary>While a snapshot is written, which the log of a large ingest makes due.</summary>
    private async Task InSnapshotAsync()
    {
        await SomeWritesAsync();
        drops.DropLarge();
        using var enough = new CancellationTokenSource(Patience);
        var isSeen = false;
        while (!isSeen && !enough.IsCancellationRequested)
        {
            await Task.Delay(1);
            isSeen = Directory.EnumerateFiles(data, "snapshot-*.tmp").Any();
        }
        figures.Kill(isSeen ? "in a snapshot" : "under writes");
        await Task.Delay(random.Next(12));
    }

    private async Task InLargeIngestAsync()
    {
        figures.Kill("in a large ingest");
        await SomeWritesAsync();
        drops.DropLarge();
        await Task.Delay(random.Next(500));
    }

    /// <summary>While a commit of more than one frame is written to the log, which takes a millisecond or so.</summary>
    private async Task InCommitAsync()
    {
        await SomeWritesAsync();
        var log = Directory.EnumerateFiles(data, "log-*.mgl").Max(StringComparer.Ordinal);
        var file = log is null ? null : new FileInfo(log);
        var before = file?.Length ?? 0;
        drops.DropLarge();
        var began = Stopwatch.GetTimestamp();
        var isSeen = false;
        while (file is not null && !isSeen && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1))
        {
            await Task.Yield();
            file.Refresh();
            isSeen = file.Exists && file.Length >= before + LargeCommit;
        }
        figures.Kill(isSeen ? "in a large commit" : "under writes");
    }

    private async Task UnderWritesAsync()
    {
        figures.Kill("under writes");
        await SomeWritesAsync();
        await SomeWritesAsync();
    }

    private Task SomeWritesAsync() => Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2500, -600 * Math.Log(1 - random.NextDouble()))));
}
