using System.Globalization;
using MovieGrains.Bench.Reporting;
using MovieGrains.Tests.Golden;

namespace MovieGrains.Bench.Quality;

/// <summary>The tables of the comparison.</summary>
internal static class QualityTables
{
    /// <summary>A row per search.</summary>
    public static Table Overview(int queries, IReadOnlyList<QualityResult> results)
    {
        var table = new Table($"Search quality: {queries} golden queries over the real set", "search", "MRR", "success@3", "missed", "p50 µs", "p95 µs");
        foreach (var result in results)
            table.Add(
                result.Name, Share(result.Score.MeanReciprocalRank), Share(result.Score.SuccessAtThree), Format.Number(result.Score.Misses.Count),
                Format.Micros(result.Latencies.Percentile(0.5)), Format.Micros(result.Latencies.Percentile(0.95)));
        return table;
    }

    /// <summary>A row per kind of query: how many each search missed.</summary>
    public static Table ByKind(IReadOnlyList<GoldenQuery> queries, IReadOnlyList<QualityResult> results)
    {
        var table = new Table("Missed, by kind of query", ["kind", "queries", .. results.Select(result => result.Name)]);
        foreach (var kind in queries.GroupBy(query => query.Kind, StringComparer.Ordinal))
            table.Add([kind.Key, Format.Number(kind.Count()), .. results.Select(result => Format.Number(MissedOf(result, kind.Key)))]);
        return table;
    }

    private static int MissedOf(QualityResult result, string kind) =>
        result.Score.Misses.Count(miss => string.Equals(miss.Query.Kind, kind, StringComparison.Ordinal));

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
