using System.Diagnostics;
using System.Text.Json;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>What one very large file takes: memory beyond the index, and time.</summary>
internal sealed class LargeFile(IngestSetup setup)
{
    /// <summary>The promise.</summary>
    private const long Budget = 200_000_000;

    private static readonly string[] Outcomes = ["added", "updated", "unchanged", "deleted", "rejected"];

    private readonly Table table = new(
        "One large NDJSON file, the movies of a set over and over, changed each time",
        "file", "bytes", "records", "seconds", "records/s", "MB/s", "resident before", "peak", "after", "peak beyond before", "budget",
        "in the ledger", "accounted for");

    /// <summary>Measures, and shows what it found.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await MeasureAsync("large.ndjson", cancellation);
        if (setup.Gzip)
            await MeasureAsync("large.ndjson.gz", cancellation);
        setup.Report.Show(table);
    }

    private async Task MeasureAsync(string name, CancellationToken cancellation)
    {
        Report.Progress($"… {name}");
        using var place = new Workplace();
        DropFiles.WriteSet(setup.Small, place.Source, version: 0);
        var folder = place.NewFolder("large");
        var records = DropFiles.WriteRepeated(setup.Small, Path.Combine(folder, name), setup.LargeFileBytes);
        await using var server = await IngestServer.StartAsync(setup, place.Source, place.Data, IngestServer.QuickPoll, cancellation);
        await server.SettleAsync(cancellation);
        var known = (await server.FiguresAsync(cancellation)).Records;
        var resident = server.Memory.Resident;
        server.Memory.BeginPeak();
        var start = Stopwatch.GetTimestamp();
        place.Drop(folder);
        await server.WaitAsync(figures => figures.Records > known, cancellation);
        var time = Stopwatch.GetElapsedTime(start);
        await server.SettleAsync(cancellation);
        var peak = server.Memory.Peak;
        var row = await server.FileAsync(name, cancellation) ?? throw new BenchException($"The ledger doesn't know {name}.");
        var bytes = new FileInfo(Path.Combine(place.Source, name)).Length;
        table.Add(
            name, Format.Bytes(bytes), Format.Number(records), Format.Number(time.TotalSeconds), Format.Number(records / time.TotalSeconds),
            Format.Number(bytes / time.TotalSeconds / 1e6), Format.Bytes(resident), Format.Bytes(peak), Format.Bytes(server.Memory.Resident),
            Format.Bytes(peak - resident), Verdict.Text("≤ 200 MB", peak - resident <= Budget), row.GetProperty("state").GetString() ?? "",
            Verdict.Text(Format.Number(Accounted(row)), row.GetProperty("records").GetInt32() == records && Accounted(row) == records));
    }

    private static long Accounted(JsonElement row) => Outcomes.Sum(name => row.GetProperty(name).GetInt64());
}
