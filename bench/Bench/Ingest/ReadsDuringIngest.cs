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

    private readonly Table table = new(
        $"Reads during ingest (mixed queries, {Format.Number(setup.Rate)} a second, open loop; times in µs from the moment a request was due)",
        "meanwhile", "movies after", "seconds", "p50", "p95", "p99", "p99.9", "max", "p99 × idle", "budget", "records/s", "commits", "paused ms",
        "full collections", "sent late, p99", "failures", "stolen, %");

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

        var idle = await MeasureAsync("nothing", server, reads, null, token => Task.Delay(setup.Time, token), cancellation);
        await MeasureAsync(
            $"every movie of the {setup.Small.Name} changed, again and again", server, reads, idle,
            token => ChangeAsync(server, place, versions, records, token), cancellation);
        await server.SettleAsync(cancellation);
        await ArriveAsync(server, reads, place, arriving, cancellation);
        setup.Report.Show(table);
    }

    /// <summary>A catalogue that grows answers slower for its size alone, so its idle time is that of its size in the end.</summary>
    private async Task ArriveAsync(IngestServer server, Reads reads, Workplace place, string arriving, CancellationToken cancellation)
    {
        var arrived = await RunAsync(server, reads, token => TakeAsync(server, place, arriving, setup.LargeRecords, token), cancellation);
        await server.SettleAsync(cancellation);
        var idle = await RunAsync(server, reads, token => Task.Delay(setup.Time, token), cancellation);
        var movies = await server.MoviesAsync(cancellation);
        Add($"{Format.Number(setup.LargeRecords)} movies arriving", movies, arrived, idle);
        Add("nothing, with all of these", movies, idle, null);
    }

    /// <summary>More versions than there is time for.</summary>
    private List<string> PrepareVersions(Workplace place)
    {
        var folders = new List<string>();
        for (var version = 1; version <= Math.Max(2, (int)Math.Ceiling(setup.Time.TotalSeconds * 2)); version++)
        {
            folders.Add(place.NewFolder($"version-{version}"));
            DropFiles.WriteSet(setup.Small, folders[^1], version);
        }
        return folders;
    }

    private async Task ChangeAsync(IngestServer server, Workplace place, List<string> versions, int records, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var version in versions)
        {
            await TakeAsync(server, place, version, records, cancellation);
            if (Stopwatch.GetElapsedTime(start) >= setup.Time)
                break;
        }
    }

    private static async Task TakeAsync(IngestServer server, Workplace place, string folder, int records, CancellationToken cancellation)
    {
        var before = (await server.FiguresAsync(cancellation)).Records;
        place.Drop(folder);
        await server.WaitAsync(figures => figures.Records >= before + records, cancellation);
    }

    private async Task<Found> MeasureAsync(
        string meanwhile, IngestServer server, Reads reads, Found? idle, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        var found = await RunAsync(server, reads, work, cancellation);
        Add(meanwhile, await server.MoviesAsync(cancellation), found, idle);
        return found;
    }

    private static async Task<Found> RunAsync(IngestServer server, Reads reads, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        var before = await server.FiguresAsync(cancellation);
        var (start, stolen) = (Stopwatch.GetTimestamp(), StolenTime.Now);
        var load = await reads.WhileAsync(work, cancellation);
        var time = Stopwatch.GetElapsedTime(start);
        return new Found(load, time, StolenTime.Share(StolenTime.Now - stolen, time), before, await server.FiguresAsync(cancellation));
    }

    private void Add(string meanwhile, long movies, Found found, Found? idle)
    {
        Report.Progress($"… {meanwhile}");
        var latencies = found.Load.Latencies;
        var p99 = latencies.Percentile(0.99);
        var ratio = idle is null ? 0 : p99 / idle.Load.Latencies.Percentile(0.99);
        table.Add(
            meanwhile, Format.Number(movies), Format.Number(found.Time.TotalSeconds),
            Format.Micros(latencies.Percentile(0.5)), Format.Micros(latencies.Percentile(0.95)), Format.Micros(p99),
            Format.Micros(latencies.Percentile(0.999)), Format.Micros(latencies.Max),
            idle is null ? "" : Format.Number(ratio), idle is null ? "" : Verdict.Text("≤ 2", ratio <= Budget),
            Format.Number((found.After.Records - found.Before.Records) / found.Time.TotalSeconds),
            Format.Number(found.After.Commits - found.Before.Commits),
            Format.Number((found.After.PauseSeconds - found.Before.PauseSeconds) * 1000),
            Format.Number(found.After.FullCollections - found.Before.FullCollections),
            Format.Micros(found.Load.Delay99), Format.Number(found.Load.Failures), Format.Number(100 * found.Stolen));
    }

    private sealed record Found(OpenLoopResult Load, TimeSpan Time, double Stolen, ServerFigures Before, ServerFigures After);
}
