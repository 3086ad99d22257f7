using MovieGrains.Bench.Load;
using MovieGrains.Bench.Reporting;
using MovieGrains.Tests.Golden;

namespace MovieGrains.Bench.Quality;

/// <summary>The golden queries, asked of one search: first for what it finds, then over and over for the time.</summary>
internal static class QualityRun
{
    /// <summary>Asks them.</summary>
    /// <param name="engine">Whom.</param>
    /// <param name="queries">The golden queries.</param>
    /// <param name="rounds">How often each is timed, after a round that isn't: by then code is compiled and caches are filled.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<QualityResult> RunAsync(
        ISearchEngine engine, IReadOnlyList<GoldenQuery> queries, int rounds, CancellationToken cancellation)
    {
        Report.Progress($"{engine.Name} …");
        var score = new QualityScore();
        foreach (var query in queries)
            score.Add(query, (await engine.AskAsync(query.Q, cancellation)).Ids);
        var latencies = new LatencyRecorder();
        for (var round = 0; round < rounds; round++)
            foreach (var query in queries)
                latencies.Record((long)(await engine.AskAsync(query.Q, cancellation)).Time.TotalNanoseconds);
        return new QualityResult(engine.Name, score, latencies);
    }
}

/// <summary>What a search is worth.</summary>
/// <param name="Name">The search.</param>
/// <param name="Score">What it found.</param>
/// <param name="Latencies">What its queries took.</param>
internal sealed record QualityResult(string Name, QualityScore Score, LatencyRecorder Latencies);
