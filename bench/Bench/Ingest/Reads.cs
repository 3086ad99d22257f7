using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Load;

namespace MovieGrains.Bench.Ingest;

/// <summary>The mixed queries at a steady rate, for as long as something else takes.</summary>
internal sealed class Reads : IDisposable
{
    private const ulong Seed = 1;

    /// <summary>Different queries.</summary>
    private const int Queries = 10_000;

    /// <summary>Places that deep pages begin at.</summary>
    private const int Cursors = 1000;

    private static readonly TimeSpan WithoutEnd = TimeSpan.FromHours(1);
    private readonly OpenLoop load;
    private readonly double rate;

    private Reads(OpenLoop load, double rate)
    {
        this.load = load;
        this.rate = rate;
    }

    /// <summary>Prepares queries with the values of a set that a server has.</summary>
    public static async Task<Reads> PrepareAsync(IngestSetup setup, Uri server, CancellationToken cancellation)
    {
        using var probe = new AnswerProbe(server);
        var mix = new QueryMix(Vocabulary.Of(setup.Small, Seed), await probe.CursorsAsync(Cursors, Seed, cancellation), Seed);
        var paths = mix.Draw(Shape.Mix, Queries).ConvertAll(ask => ask.ToPath());
        return new Reads(new OpenLoop(server, paths, Wrk.Connections) { ActsAtOnce = true, KeepsSeconds = true }, setup.Rate);
    }

    /// <summary>Asks until some work is done.</summary>
    public async Task<OpenLoopResult> WhileAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var enough = new CancellationTokenSource();
        var asking = Task.Factory.StartNew(
            () => load.Run(rate, WithoutEnd, cancellation, enough.Token), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await work(cancellation);
        }
        finally
        {
            await enough.CancelAsync();
        }
        var result = await asking;
        // The generator uses its recorder again.
        var latencies = new LatencyRecorder();
        latencies.Add(result.Latencies);
        return result with { Latencies = latencies };
    }

    /// <summary>Asks for a time.</summary>
    public Task<OpenLoopResult> ForAsync(TimeSpan time, CancellationToken cancellation) =>
        WhileAsync(cancelled => Task.Delay(time, cancelled), cancellation);

    /// <inheritdoc/>
    public void Dispose() => load.Dispose();
}
