using System.Diagnostics;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>What readers notice of files that are ingested.</summary>
internal sealed class ReadsDuringIngest(IngestSetup setup)
{
    /// <summary>The promise: p99 is at most so much that of a server that only answers.</summary>
    private const double Budget = 2;

    /// <summary>Before anything is measured: code is compiled for good only after some ten thousand queries.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>How long the host may keep us waiting for as many quiet seconds as were asked for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Each differs from the other in every movie; they take turns.</summary>
    private const int Versions = 2;

    private readonly Table waits = new(
        $"Reads during ingest (mixed queries, {Format.Number(setup.Rate)} a second, open loop; times in µs from the moment a request was due, of "
        + "seconds in which the host stole nothing)",
        "meanwhile", "seconds", "of", "p50", "p95", "p99", "p99.9", "max", "p99 × idle", "budget", "busy, %", "p99 of all seconds", "busy, %", "stolen, %");

    private readonly Table work = new(
        "What the server did meanwhile", "meanwhile", "movies after", "records/s", "commits", "paused ms", "full collections", "sent late, p99", "failures");

    /// <summary>Measures, and shows what it found.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var place = new Workplace();
        var records = DropFiles.WriteSet(setup.Small, place.Source, version: 0);
        var versions = PrepareVersions(place);
        var arriving = place.NewFolder("arriving");
        DropFiles.WriteGenerated(setup.LargeRecords, arriving);
        await using var server = await IngestServer.StartAsync(setup, place.Source, place.Data, IngestServer.QuickPoll, cancellation);
        using var reads = await Reads.PrepareAsync(setup, server.Process.Address, cancellation);
        await reads.ForAsync(WarmUp, cancellation);
        await server.SettleAsync(cancellation);

        var idle = await MeasureAsync("nothing", server, reads, null, WaitAsync, cancellation);
        await MeasureAsync(
            $"every movie of the {setup.Small.Name} changed, again and again", server, reads, idle,
            (isEnough, token) => ChangeAsync(server, place, versions, records, isEnough, token), cancellation);
        await server.SettleAsync(cancellation);
        await ArriveAsync(server, reads, place, arriving, cancellation);
        setup.Report.Show(waits);
        setup.Report.Show(work);
    }

    /// <summary>A catalogue that grows answers slower for its size alone, so its idle time is that of its size in the end.</summary>
    private async Task ArriveAsync(IngestServer server, Reads reads, Workplace place, string arriving, CancellationToken cancellation)
    {
        var arrived = await RunAsync(
            server, reads, (_, token) => TakeAsync(server, () => place.Drop(arriving), setup.LargeRecords, token), cancellation);
        await server.SettleAsync(cancellation);
        var idle = await RunAsync(server, reads, WaitAsync, cancellation);
        var movies = await server.MoviesAsync(cancellation);
        Add($"{Format.Number(setup.LargeRecords)} movies arriving", movies, arrived, idle);
        Add("nothing, with all of these", movies, idle, null);
    }

    private List<string> PrepareVersions(Workplace place)
    {
        var folders = new List<string>();
        for (var version = 1; version <= Versions; version++)
        {
            folders.Add(place.NewFolder($"version-{version}"));
            DropFiles.WriteSet(setup.Small, folders[^1], version);
        }
        return folders;
    }

    private static async Task WaitAsync(Func<bool> isEnough, CancellationToken cancellation)
    {
        while (!isEnough())
            await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
    }

    private static async Task ChangeAsync(
        IngestServer server, Workplace place, List<string> versions, int records, Func<bool> isEnough, CancellationToken cancellation)
    {
        for (var turn = 0; !isEnough(); turn++)
            await TakeAsync(server, () => place.DropCopy(versions[turn % versions.Count]), records, cancellation);
    }

    private static async Task TakeAsync(IngestServer server, Action drop, int records, CancellationToken cancellation)
    {
        var before = (await server.FiguresAsync(cancellation)).Records;
        drop();
        await server.WaitAsync(figures => figures.Records >= before + records, cancellation);
    }

    private async Task<Found> MeasureAsync(
        string meanwhile, IngestServer server, Reads reads, Found? idle, Func<Func<bool>, CancellationToken, Task> work,
        CancellationToken cancellation)
    {
        var found = await RunAsync(server, reads, work, cancellation);
        Add(meanwhile, await server.MoviesAsync(cancellation), found, idle);
        return found;
    }

    /// <summary>Runs some work while reads come, and tells it when there has been enough: the time that was asked for in quiet seconds.</summary>
    private async Task<Found> RunAsync(
        IngestServer server, Reads reads, Func<Func<bool>, CancellationToken, Task> work, CancellationToken cancellation)
    {
        var before = await server.FiguresAsync(cancellation);
        var start = Stopwatch.GetTimestamp();
        OpenLoopResult load;
        MachineWatch machine;
        using (machine = new MachineWatch())
            load = await reads.WhileAsync(token => work(() => IsEnough(start, machine), token), cancellation);
        var whole = machine.Between(start, Stopwatch.GetTimestamp());
        return new Found(
            load, QuietSeconds.Of(load.Seconds!, machine.Between), whole, Stopwatch.GetElapsedTime(start), before, await server.FiguresAsync(cancellation));
    }

    private bool IsEnough(long start, MachineWatch machine) =>
        QuietSeconds.Count(start, Stopwatch.GetTimestamp(), machine.Between) >= setup.Time.TotalSeconds || Stopwatch.GetElapsedTime(start) >= Patience;

    private void Add(string meanwhile, long movies, Found found, Found? idle)
    {
        Report.Progress($"… {meanwhile}");
        var quiet = found.Quiet.Latencies;
        var p99 = quiet.Percentile(0.99);
        waits.Add(
            meanwhile, Format.Number(found.Quiet.Seconds), Format.Number(found.Time.TotalSeconds),
            Format.Micros(quiet.Percentile(0.5)), Format.Micros(quiet.Percentile(0.95)), Format.Micros(p99),
            Format.Micros(quiet.Percentile(0.999)), Format.Micros(quiet.Max),
            Ratio(found.Quiet, idle?.Quiet) is { } ratio ? Format.Number(ratio) : "", idle is null ? "" : Judge(found.Quiet, idle.Quiet),
            Format.Number(found.Quiet.Machine.BusyPercent), Format.Micros(found.Load.Latencies.Percentile(0.99)),
            Format.Number(found.Machine.BusyPercent), Format.Number(found.Machine.StolenPercent));
        work.Add(
            meanwhile, Format.Number(movies), Format.Number((found.After.Records - found.Before.Records) / found.Time.TotalSeconds),
            Format.Number(found.After.Commits - found.Before.Commits),
            Format.Number((found.After.PauseSeconds - found.Before.PauseSeconds) * 1000),
            Format.Number(found.After.FullCollections - found.Before.FullCollections),
            Format.Micros(found.Load.Delay99), Format.Number(found.Load.Failures));
    }

    private static string Judge(QuietSeconds quiet, QuietSeconds idle) =>
        Ratio(quiet, idle) is { } ratio ? Verdict.Text("≤ 2", ratio <= Budget) : "≤ 2, too few seconds";

    /// <summary>How many times the p99 of the idle server; null when there is nothing to tell it by.</summary>
    private static double? Ratio(QuietSeconds quiet, QuietSeconds? idle) => quiet.Suffice && idle is { Suffice: true }
        ? quiet.Latencies.Percentile(0.99) / idle.Latencies.Percentile(0.99)
        : null;

    private sealed record Found(
        OpenLoopResult Load, QuietSeconds Quiet, MachineTime Machine, TimeSpan Time, ServerFigures Before, ServerFigures After);
}
