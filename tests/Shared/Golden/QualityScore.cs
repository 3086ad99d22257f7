namespace MovieGrains.Tests.Golden;

/// <summary>How well a search finds what is meant, over many queries.</summary>
internal sealed class QualityScore
{
    /// <summary>Nobody looks further: a movie beyond counts as not found.</summary>
    public const int Depth = 10;

    private readonly List<GoldenMiss> misses = [];
    private double reciprocals;
    private int amongThree;

    /// <summary>How many queries were counted.</summary>
    public int Queries { get; private set; }

    /// <summary>The mean over the queries of 1 / the place of the first acceptable movie, or of 0 where there is none within
    /// <see cref="Depth"/>; 0 before the first query.</summary>
    public double MeanReciprocalRank => Queries == 0 ? 0 : reciprocals / Queries;

    /// <summary>The share of the queries with an acceptable movie among the first three; 0 before the first query.</summary>
    public double SuccessAtThree => Queries == 0 ? 0 : (double)amongThree / Queries;

    /// <summary>Queries whose movie was not among as many first results as they ask for.</summary>
    public IReadOnlyList<GoldenMiss> Misses => misses;

    /// <summary>Counts one query.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="found">Ids, best first; those beyond <see cref="Depth"/> count for nothing.</param>
    public void Add(GoldenQuery query, IReadOnlyList<string> found)
    {
        Queries++;
        var rank = RankOf(query, found);
        if (rank is { } place)
            reciprocals += 1.0 / place;
        if (rank <= 3)
            amongThree++;
        if (rank is null || rank > query.Within)
            misses.Add(new GoldenMiss(query, rank, found.Count == 0 ? null : found[0]));
    }

    /// <summary>The place of the first acceptable movie, from 1; null when there is none.</summary>
    private static int? RankOf(GoldenQuery query, IReadOnlyList<string> found)
    {
        for (var i = 0; i < Math.Min(found.Count, Depth); i++)
            if (query.Expect.Contains(found[i], StringComparer.Ordinal))
                return i + 1;
        return null;
    }
}

/// <summary>A query whose movie was not where it should be.</summary>
/// <param name="Query">The query.</param>
/// <param name="Rank">Where the movie was, from 1; null when it was not found.</param>
/// <param name="First">The id that came first instead; null when nothing was found.</param>
internal sealed record GoldenMiss(GoldenQuery Query, int? Rank, string? First);
