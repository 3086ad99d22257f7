using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>Single movies posted by several writers, each waiting for its answer: what being durable costs, and how a sync is
/// shared.</summary>
internal sealed class Writes(IngestSetup setup)
{
    private static readonly int[] Writers = [1, 8, 32];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>More movies than can be posted.</summary>
    private readonly MovieGenerator generator = new(1_000_000, seed: 11);

    private int posted;

    /// <summary>Measures, and shows what it found.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var place = new Workplace();
        DropFiles.WriteSet(setup.Small, place.Source, version: 0);
        await using var server = await IngestServer.StartAsync(setup, place.Source, place.Data, 60, cancellation);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Writers[^1] }) { BaseAddress = server.Process.Address };
        var table = new Table(
            "Writes (POST /movies, one movie each; times in µs)",
            "writers", "acknowledged/s", "p50", "p95", "p99", "max", "syncs per write", "writes per commit");
        await WriteAsync(client, Writers[^1], WarmUp, cancellation);
        foreach (var writers in Writers)
        {
            Report.Progress($"… {writers} writers");
            var before = await server.FiguresAsync(cancellation);
            var (latencies, time) = await WriteAsync(client, writers, setup.Time / 2, cancellation);
            var after = await server.FiguresAsync(cancellation);
            table.Add(
                Format.Number(writers), Format.Number(latencies.Count / time.TotalSeconds), Format.Micros(latencies.Percentile(0.5)),
                Format.Micros(latencies.Percentile(0.95)), Format.Micros(latencies.Percentile(0.99)), Format.Micros(latencies.Max),
                Format.Number((after.Syncs - before.Syncs) / latencies.Count),
                Format.Number(latencies.Count / Math.Max(1, after.Commits - before.Commits)));
        }
        setup.Report.Show(table);
    }

    private async Task<(LatencyRecorder Latencies, TimeSpan Time)> WriteAsync(
        HttpClient client, int writers, TimeSpan time, CancellationToken cancellation)
    {
        var all = new LatencyRecorder();
        var start = Stopwatch.GetTimestamp();
        foreach (var one in await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => WriteAsync(client, start, time, cancellation))))
            all.Add(one);
        return (all, Stopwatch.GetElapsedTime(start));
    }

    private async Task<LatencyRecorder> WriteAsync(HttpClient client, long start, TimeSpan time, CancellationToken cancellation)
    {
        var latencies = new LatencyRecorder();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            using var content = new ByteArrayContent(NextMovie());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var sent = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync(new Uri("/movies", UriKind.Relative), content, cancellation);
            await answer.Content.ReadAsByteArrayAsync(cancellation);
            latencies.RecordTicks(Stopwatch.GetTimestamp() - sent);
            if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
                throw new BenchException($"A write is answered {(int)answer.StatusCode}.");
        }
        return latencies;
    }

    private byte[] NextMovie()
    {
        lock (generator)
            return generator.Make(posted++).ToArray();
    }
}
