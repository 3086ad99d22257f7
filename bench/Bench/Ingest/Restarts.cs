using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>How long a server takes to be ready again, from the start of its process, when the files that it was loaded from are
/// gone.</summary>
/// <remarks>A start in which the machine's host took a part of it for others is counted apart: another is measured in its place, up to a
/// limit.</remarks>
internal sealed class Restarts(IngestSetup setup)
{
    private static readonly TimeSpan SmallBudget = TimeSpan.FromSeconds(1), LargeBudget = TimeSpan.FromSeconds(5);

    /// <summary>What may be stolen of the processors while a server starts, in per cent.</summary>
    private const double MostStolen = 3;

    /// <summary>How many starts are measured for each that was asked for, at most.</summary>
    private const int Patience = 6;

    private readonly Table table = new(
        $"Restarts without the source (process start to /readyz, seconds; median of {setup.Rounds} of which the host stole at most {MostStolen} %)",
        "data folder", "movies", "log", "snapshot", "after kill -9", "after a clean stop", "slowest", "budget", "stolen from, of all starts");

    /// <summary>Measures, and shows what it found.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await MeasureAsync(setup.Small.Name + ", log only", SmallBudget, PrepareSmallAsync, cancellation);
        await MeasureAsync(setup.Small.Name + ", snapshot and log", SmallBudget, PrepareSmallSnapshotAsync, cancellation);
        await MeasureAsync("large set, snapshot and log", LargeBudget, PrepareLargeAsync, cancellation);
        setup.Report.Show(table);
    }

    private async Task MeasureAsync(
        string name, TimeSpan budget, Func<Workplace, CancellationToken, Task<IngestServer>> prepareAsync, CancellationToken cancellation)
    {
        Report.Progress($"… {name}");
        var killed = await MeasureAsync(prepareAsync, static (server, _) => server.Process.KillAsync(), cancellation);
        var stopped = await MeasureAsync(prepareAsync, static (server, token) => server.Process.StopAsync(token), cancellation);
        var median = TimeSpan.FromTicks(Math.Max(Median(killed.Times).Ticks, Median(stopped.Times).Ticks));
        var disturbed = killed.Disturbed + stopped.Disturbed;
        var isMeasured = Math.Min(killed.Times.Count, stopped.Times.Count) == setup.Rounds;
        table.Add(
            name, Format.Number(killed.Movies), Format.Bytes(killed.LogBytes), Format.Bytes(killed.SnapshotBytes),
            Seconds(Median(killed.Times)), Seconds(Median(stopped.Times)), Seconds(killed.Times.Concat(stopped.Times).DefaultIfEmpty().Max()),
            isMeasured ? Verdict.Text($"≤ {Format.Number(budget.TotalSeconds)} s", median <= budget) : "too few",
            $"{disturbed} of {disturbed + killed.Times.Count + stopped.Times.Count}");
    }

    private async Task<Found> MeasureAsync(
        Func<Workplace, CancellationToken, Task<IngestServer>> prepareAsync,
        Func<IngestServer, CancellationToken, Task> endAsync, CancellationToken cancellation)
    {
        using var place = new Workplace();
        long movies;
        await using (var server = await prepareAsync(place, cancellation))
        {
            movies = await server.MoviesAsync(cancellation);
            await endAsync(server, cancellation);
        }
        foreach (var file in Directory.EnumerateFiles(place.Source))
            File.Delete(file);
        var found = new Found(movies, BytesOf(place.Data, "log-*"), BytesOf(place.Data, "snapshot-*"), []);
        for (var start = 0; found.Times.Count < setup.Rounds && start < Patience * setup.Rounds; start++)
        {
            var (time, machine) = await StartAsync(place, movies, cancellation);
            if (machine.StolenPercent <= MostStolen)
                found.Times.Add(time);
            else
                found.Disturbed++;
        }
        return found;
    }

    /// <summary>Starts over a copy, as a start may take a snapshot, which would make the next another measurement.</summary>
    private async Task<(TimeSpan Time, MachineTime Machine)> StartAsync(Workplace place, long movies, CancellationToken cancellation)
    {
        var copy = place.NewFolder("copy");
        foreach (var file in Directory.EnumerateFiles(place.Data, "*.mg?"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        TimeSpan time;
        MachineTime machine;
        var before = MachineTime.Now;
        await using (var server = await IngestServer.StartAsync(setup, place.Source, copy, IngestServer.QuickPoll, cancellation))
        {
            machine = MachineTime.Now - before;
            time = server.Process.ReadyAfter;
            var found = await server.MoviesAsync(cancellation);
            if (found != movies)
                throw new BenchException($"Of {movies} movies {found} are there after a restart.");
        }
        Directory.Delete(copy, recursive: true);
        return (time, machine);
    }

    private async Task<IngestServer> PrepareSmallAsync(Workplace place, CancellationToken cancellation)
    {
        DropFiles.WriteSet(setup.Small, place.Source, version: 0);
        return await IngestServer.StartAsync(setup, place.Source, place.Data, IngestServer.QuickPoll, cancellation);
    }

    private async Task<IngestServer> PrepareSmallSnapshotAsync(Workplace place, CancellationToken cancellation) =>
        await GrowAsync(await PrepareSmallAsync(place, cancellation), place, cancellation);

    private async Task<IngestServer> PrepareLargeAsync(Workplace place, CancellationToken cancellation)
    {
        DropFiles.WriteGenerated(setup.LargeRecords, place.Source);
        var server = await IngestServer.StartAsync(setup, place.Source, place.Data, IngestServer.QuickPoll, cancellation);
        return await GrowAsync(server, place, cancellation);
    }

    /// <summary>Changes movies until the log has grown into a snapshot, and once more, so that there is a log, too.</summary>
    private async Task<IngestServer> GrowAsync(IngestServer server, Workplace place, CancellationToken cancellation)
    {
        // The load itself may have made one due.
        await server.SettleAsync(cancellation);
        for (var version = 1; (await server.FiguresAsync(cancellation)).Snapshots == 0; version++)
            await ChangeSmallAsync(server, place, version, cancellation);
        await ChangeSmallAsync(server, place, int.MaxValue, cancellation);
        return server;
    }

    private async Task ChangeSmallAsync(IngestServer server, Workplace place, int version, CancellationToken cancellation)
    {
        var before = (await server.FiguresAsync(cancellation)).Records;
        var folder = place.NewFolder("changed");
        var records = DropFiles.WriteSet(setup.Small, folder, version);
        place.Drop(folder);
        await server.WaitAsync(figures => figures.Records >= before + records, cancellation);
        await server.SettleAsync(cancellation);
    }

    private static long BytesOf(string folder, string pattern) => new DirectoryInfo(folder).EnumerateFiles(pattern).Sum(static file => file.Length);

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAtOrDefault(times.Count / 2);

    private static string Seconds(TimeSpan time) => Format.Number(time.TotalSeconds);

    private sealed record Found(long Movies, long LogBytes, long SnapshotBytes, List<TimeSpan> Times)
    {
        /// <summary>Starts that are not among the times.</summary>
        public int Disturbed { get; set; }
    }
}
