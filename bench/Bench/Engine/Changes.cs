using System.Diagnostics;
using MovieGrains.Bench.Load;
using MovieGrains.Bench.Movies;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Bench.Engine;

/// <summary>Changes movies a few at a time, while another thread asks without a pause.</summary>
/// <param name="engine">What is changed.</param>
/// <param name="generator">Makes the movies anew.</param>
/// <param name="version">Which version of them is written; a movie is really changed by each.</param>
/// <param name="batchSize">Movies per commit.</param>
internal sealed class Changes(EngineUnderTest engine, MovieGenerator generator, int version, int batchSize)
{
    /// <summary>After every generated file, and later for each version.</summary>
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FileBuffer buffer = new();
    private Rolls rolls = new((ulong)version);
    private int mostParts;

    /// <summary>Changes so many movies.</summary>
    public async Task<ChangesResult> RunAsync(int movies, IReadOnlyList<Query> queries, CancellationToken cancellation)
    {
        var commits = new LatencyRecorder();
        var rewritten = engine.MoviesRewritten;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Factory.StartNew(() => Read(queries, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var time = new Stopwatch();
        // Ends because each turn commits.
        for (var commit = 0; commit * batchSize < movies; commit++)
            commits.RecordTicks(await CommitOneAsync(commit, time, cancellation));
        await stop.CancelAsync();
        await engine.WhenCompactedAsync();
        var amplification = (engine.MoviesRewritten - rewritten) / ((double)commits.Count * batchSize);
        return new ChangesResult(batchSize, commits, time.Elapsed, mostParts, amplification, await reading);
    }

    /// <summary>Makes some movies anew, untimed, and commits them, timed.</summary>
    private async Task<long> CommitOneAsync(int commit, Stopwatch time, CancellationToken cancellation)
    {
        var origin = new FileOrigin(Epoch.AddDays(version).AddMilliseconds(commit), "bench", "changes");
        buffer.Fill(new FeedFile(origin.Key, origin.LastModified, take =>
        {
            for (var place = 0; place < batchSize; place++)
                take(generator.Make(rolls.Below(generator.Count), version), place);
        }));
        var start = Stopwatch.GetTimestamp();
        time.Start();
        using (var batch = engine.Sink.Begin())
        {
            if (Loading.Feed(batch, origin, buffer) > 0)
                throw new BenchException("A changed movie was rejected.");
            await batch.CommitAsync(null, cancellation);
        }
        time.Stop();
        mostParts = Math.Max(mostParts, engine.Catalog.Status.Parts);
        return Stopwatch.GetTimestamp() - start;
    }

    private LatencyRecorder Read(IReadOnlyList<Query> queries, CancellationToken stop)
    {
        var asker = new Asker(engine.Catalog);
        var latencies = new LatencyRecorder();
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 1) % queries.Count)
        {
            var start = Stopwatch.GetTimestamp();
            asker.Ask(queries[i]);
            latencies.RecordTicks(Stopwatch.GetTimestamp() - start);
        }
        return latencies;
    }
}

/// <summary>What changing found.</summary>
/// <param name="BatchSize">Movies per commit.</param>
/// <param name="Commits">The time of each commit.</param>
/// <param name="Time">Of all commits together.</param>
/// <param name="MostParts">The most parts that a reader met.</param>
/// <param name="Rewritten">Movies that compaction copied, per movie changed.</param>
/// <param name="Queries">The times of the queries meanwhile.</param>
internal sealed record ChangesResult(
    int BatchSize, LatencyRecorder Commits, TimeSpan Time, int MostParts, double Rewritten, LatencyRecorder Queries);
