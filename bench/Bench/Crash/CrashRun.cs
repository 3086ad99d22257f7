namespace MovieGrains.Bench.Crash;

/// <summary>Kills Standalone again and again while clients write, files are dropped and changes are followed, and checks after
/// each kill that nothing acknowledged is lost or done twice.</summary>
internal sealed class CrashRun : IDisposable
{
    private readonly CrashSettings settings;
    private readonly string root = Directory.CreateTempSubdirectory("movies-crash-").FullName;
    private readonly string source, data;
    private readonly DropPlan drops;
    private readonly DropWatch watch;
    private readonly ChangeWatch changes;
    private readonly KillPlan kills;
    private readonly History history;
    private readonly CrashWriter[] writers;

    public CrashRun(CrashSettings settings)
    {
        this.settings = settings;
        source = Directory.CreateDirectory(Path.Combine(root, "source")).FullName;
        data = Path.Combine(root, "data");
        Directory.CreateDirectory(data);
        drops = new DropPlan(source, settings, Figures);
        watch = new DropWatch(drops, Violations, Figures);
        changes = new ChangeWatch(data, Violations, Figures);
        kills = new KillPlan(settings, data, drops, Figures);
        history = new History(settings.Writers);
        writers = [.. Enumerable.Range(0, settings.Writers).Select(i => new CrashWriter(i, settings.Seed + 100 + i, history, Violations, Figures))];
    }

    /// <summary>What it did.</summary>
    public CrashFigures Figures { get; } = new();

    /// <summary>What it found.</summary>
    public Violations Violations { get; } = new();

    /// <summary>Runs, up to the first violation.</summary>
    /// <param name="onKill">Told how many kills there have been.</param>
    /// <param name="cancellation">Ends the run, and the process.</param>
    public async Task RunAsync(Action<int> onKill, CancellationToken cancellation)
    {
        for (var kill = 1; kill <= settings.Kills && !Violations.AreAny; kill++)
        {
            cancellation.ThrowIfCancellationRequested();
            await LiveAndDieAsync();
            onKill(kill);
        }
        if (!Violations.AreAny)
            await EndAsync();
    }

    /// <summary>Removes the folders; they stay, for whoever looks into it, when there are violations.</summary>
    public void Dispose()
    {
        changes.Dispose();
        if (Violations.AreAny)
            Violations.Add($"The data folder and the drop files are in {root}");
        else
            Directory.Delete(root, recursive: true);
    }

    private async Task LiveAndDieAsync()
    {
        await using var process = Start(data);
        var ready = process.ReadyAsync(settings.Patience);
        var life = LiveAsync(process, ready);
        await kills.WaitAsync(ready);
        await process.KillAsync();
        await life;
        drops.DropAny();
    }

    private async Task LiveAsync(CrashProcess process, Task<Uri?> ready)
    {
        if (await ready is not { } address)
            return;
        using var life = new Life(process, address, settings, Violations);
        if (await ConnectAsync(life))
            await Task.WhenAll([changes.RunAsync(life), watch.RunAsync(life), drops.RunAsync(life), .. writers.Select(w => w.RunAsync(life, CancellationToken.None))]);
    }

    /// <summary>The follower comes first: what is done before it listens anew could not be told from what is lost.</summary>
    private async Task<bool> ConnectAsync(Life life)
    {
        try
        {
            await changes.ConnectAsync(life, () => Array.ForEach(writers, writer => writer.ForgetChanges()));
            return true;
        }
        catch (LifeEndedException)
        {
            return false;
        }
    }

    /// <summary>Lets everything come to rest, and compares with an undisturbed process.</summary>
    private async Task EndAsync()
    {
        string found;
        await using (var process = Start(data))
        {
            if (await process.ReadyAsync(settings.Patience) is not { } address)
                return;
            using var life = new Life(process, address, settings, Violations);
            if (!await ConnectAsync(life))
                return;
            var following = changes.RunAsync(life);
            found = await RestAsync(life);
            await process.KillAsync();
            await following;
        }
        await using var undisturbed = Start(Path.Combine(root, "undisturbed"));
        await new Undisturbed(settings, drops, history, Violations).CompareAsync(undisturbed, found);
    }

    private async Task<string> RestAsync(Life life)
    {
        await Task.WhenAll(writers.Select(writer => writer.RunAsync(life, new CancellationToken(canceled: true))));
        await watch.UntilAllAsync(life, settings.Patience);
        await changes.UntilToldAsync([.. writers.SelectMany(writer => writer.Movies)], settings.Patience);
        foreach (var writer in writers)
            await writer.CheckAsync(life);
        return await life.GetAsync("/export");
    }

    private CrashProcess Start(string folder) => CrashProcess.Start(settings, source, folder, Violations, Figures);
}
