namespace MovieGrains.Bench.Crash;

/// <summary>Draws the instants at which the process is killed.</summary>
/// <param name="settings">Has the seed.</param>
/// <param name="data">The data folder, in which a snapshot that is being written can be seen.</param>
/// <param name="drops">Drops the large file.</param>
/// <param name="figures">Knows how long starts take, and counts the kills.</param>
internal sealed class KillPlan(CrashSettings settings, string data, DropPlan drops, CrashFigures figures)
{
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(3);

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
        await (random.Next(3) switch
        {
            0 => InSnapshotAsync(),
            1 => InLargeIngestAsync(),
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

    private async Task InSnapshotAsync()
    {
        using var enough = new CancellationTokenSource(SnapshotPatience);
        var isSeen = false;
        while (!isSeen && !enough.IsCancellationRequested)
        {
            await Task.Delay(1);
            isSeen = Directory.EnumerateFiles(data, "snapshot-*.tmp").Any();
        }
        figures.Kill(isSeen ? "in a snapshot" : "under writes");
        await Task.Delay(random.Next(12));
    }

    private Task InLargeIngestAsync()
    {
        figures.Kill("in a large ingest");
        drops.DropLarge();
        return Task.Delay(random.Next(500));
    }

    private Task UnderWritesAsync()
    {
        figures.Kill("under writes");
        return Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, -500 * Math.Log(1 - random.NextDouble()))));
    }
}
