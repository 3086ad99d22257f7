using System.Diagnostics;
using MovieGrains.Bench.Crash;
using MovieGrains.Bench.Ingest;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Soak;

/// <summary>Reads, writes, drop files, followers and exports all at once, for a time, while the server is watched.</summary>
/// <param name="server">The server.</param>
/// <param name="place">Where drop files go.</param>
/// <param name="settings">How it goes.</param>
internal sealed class SoakRun(ISoakServer server, Workplace place, SoakSettings settings)
{
    private const int Connections = 16;

    /// <summary>A follower that comes and goes stays so long.</summary>
    private static readonly TimeSpan Visit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    private readonly List<SoakSample> samples = [];

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<SoakSample> Samples => samples;

    /// <summary>What went wrong.</summary>
    public Violations Violations { get; } = new();

    /// <summary>What was done beside the reads and writes.</summary>
    public string Beside { get; private set; } = "";

    /// <summary>Runs.</summary>
    /// <param name="onSample">Told each sample.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<SoakSample> onSample, CancellationToken cancellation)
    {
        using var http = Client(settings.Patience);
        using var streams = Client(Timeout.InfiniteTimeSpan);
        var watch = new SoakWatch(server, http, Violations);
        SoakWriter[] writers = [.. Enumerable.Range(0, SoakWriter.Writers).Select(number => new SoakWriter(http, number, settings, Violations))];
        SoakListener[] listeners = [new(streams, stay: null, Violations), new(streams, Visit, Violations)];
        var (drops, exports) = (new SoakDrops(place, settings), new SoakExports(streams, settings, Violations));
        var before = await IngestedAsync(watch, cancellation);
        using var load = new OpenLoop(server.Address, await SoakReads.DrawAsync(server.Address, settings.Feed, settings.Seed, cancellation), Connections, settings.Seed);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] work =
        [
            watch.RunAsync(stop.Token), drops.RunAsync(stop.Token), exports.RunAsync(stop.Token),
            .. writers.Select(writer => writer.RunAsync(stop.Token)), .. listeners.Select(listener => listener.RunAsync(stop.Token)),
        ];
        await Task.Factory.StartNew(
            () => Read(load, watch.Glances, () => writers.Sum(static writer => writer.Answered), onSample, cancellation),
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await stop.CancelAsync();
        await EndedAsync(work);
        Check(before, await TakenAsync(watch, before, cancellation), listeners);
        Beside = FormattableString.Invariant($"{drops.Dropped} drop files, {exports.Done} exports, {listeners.Sum(static one => one.Heard)} changes told to two followers");
    }

    /// <summary>The reads, a sample's time after the other.</summary>
    private void Read(OpenLoop load, SoakGlances glances, Func<long> writes, Action<SoakSample> onSample, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        long written = 0;
        try
        {
            for (var i = 0; i < settings.Count; i++)
            {
                var found = load.Run(settings.Reads, settings.Sample, cancellation);
                for (var failure = 0; failure < found.Failures; failure++)
                    Violations.Add("A read was not answered with 200");
                var now = writes();
                if (glances.Take(Stopwatch.GetElapsedTime(start), found, now - written, Violations.Count) is { } sample)
                    samples.Add(sample);
                written = now;
                if (samples.Count > 0)
                    onSample(samples[^1]);
            }
        }
        catch (Exception fault) when (fault is BenchException or System.Net.Sockets.SocketException)
        {
            Violations.Add($"Reads came to an end: {fault.Message}");
        }
    }

    /// <summary>All that was dropped must have been taken, and the followers told of it.</summary>
    private void Check(Ingested before, Ingested after, SoakListener[] listeners)
    {
        if (after.Rejected > before.Rejected)
            Violations.Add($"{after.Rejected - before.Rejected} records of drop files were rejected");
        if (after.Records <= before.Records)
            Violations.Add("No record of the drop files was taken");
        if (listeners.Any(static one => one.Heard == 0))
            Violations.Add("A follower was told of no change");
    }

    /// <summary>The last look at the folder may have been before the first file came: of a short run on a busy machine.</summary>
    private async Task<Ingested> TakenAsync(SoakWatch watch, Ingested before, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = await IngestedAsync(watch, cancellation);
            if (now.Records > before.Records || Stopwatch.GetElapsedTime(began) > settings.Patience)
                return now;
            await Task.Delay(Again, cancellation);
        }
    }

    private static async Task<Ingested> IngestedAsync(SoakWatch watch, CancellationToken cancellation) => new(
        await watch.SumAsync(static figures => figures.Records, cancellation),
        await watch.SumAsync(static figures => figures["movies_ingest_records_total{outcome=\"rejected\"}"], cancellation));

    private static async Task EndedAsync(Task[] work)
    {
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException)
        {
            // As they were told.
        }
    }

    private HttpClient Client(TimeSpan timeout) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address, Timeout = timeout };

    private readonly record struct Ingested(double Records, double Rejected);
}
