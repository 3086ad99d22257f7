using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>How long a server takes to be ready again, from the start of its process, when the files that it was loaded from are
/// gone.</summary>
internal sealed class Restarts(IngestSetup setup)
{
    private static readonly TimeSpan SmallBudget = TimeSpan.FromSeconds(1), LargeBudget = TimeSpan.FromSeconds(5);

    private readonly Table table = new(
        $"Restarts without the source (process start to /readyz, seconds; median of {setup.Rounds})",
        "data folder", "movies", "log", "snapshot", "after kill -9", "after a clean stop", "slowest", "budget");

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
        table.Add(
            name, Format.Number(killed.Movies), Format.Bytes(killed.LogBytes), Format.Bytes(killed.SnapshotBytes),
            Seconds(Median(killed.Times)), Seconds(Median(stopped.Times)), Seconds(killed.Times.Concat(stopped.Times).Max()),
            Verdict.Text($"≤ {Format.Number(budget.TotalSeconds)} s", median <= budget));
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
        for (var round = 0; round < setup.Rounds; round++)
            found.Times.Add(await StartAsync(place, movies, cancellation));
        return found;
    }

    /// <summary>Starts over a copy, as a start may take a snapshot, which would make the next another measurement.</summary>
    private async Task<TimeSpan> StartAsync(Workplace place, long movies, CancellationToken cancellation)
    {
        var copy = place.NewFolder("copy");
        foreach (var file in Directory.EnumerateFiles(place.Data, "*.mg?"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        TimeSpan time;
        await using (var server = await IngestServer.StartAsync(setup, place.Source, copy, IngestServer.QuickPoll, cancellation))
        {
            time = server.Process.ReadyAfter;
            var found = await server.MoviesAsync(cancellation);
            if (found != movies)
                throw new BenchException($"Of {movies} movies {found} are there after a restart.");
        }
        Directory.Delete(copy, recursive: true);
        return time;
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

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static string Seconds(TimeSpan time) => Format.Number(time.TotalSeconds);

    private sealed record Found(long Movies, long LogBytes, long SnapshotBytes, List<TimeSpan> Times);
}
