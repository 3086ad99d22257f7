namespace MovieGrains.Bench.Movies;

/// <summary>Who plays in a movie: numbers of people, some in hundreds of movies, half of them in one.</summary>
/// <remarks>
/// People are split into cohorts along the calendar, so that a person's movies lie within some decades, as careers do.
/// Within a cohort they are drawn by Zipf–Mandelbrot, fitted to the real set: the busiest person is in 190 movies, the
/// 100th in 66, the 1,000th in 27, the 5,000th in 6; beside them come people who are seen once. In a larger catalogue the
/// head is as much flatter as there are more people: it is they who are more, not what one of them can play in a life. Within
/// the real set, by year, the busiest is in 190 movies of the first 18,000 and of all 36,273, and the 100th in 53 and 66, while
/// names go from 4,810 to 28,630.
/// </remarks>
internal sealed class CastPools
{
    private const int Cohorts = 16;
    private const double Exponent = 1.3;
    private const double Offset = 45;

    /// <summary>How far from the middle of its career a person still plays, as a share of all parts ever played.</summary>
    private const double Career = 0.09;

    /// <summary>Distinct names up to the real set's size grow as they do within it, …</summary>
    private const double EarlyGrowth = 0.62;

    /// <summary>… and beyond it as in larger catalogues, which name more of the cast: 500,000 names at 1.2 million movies,
    /// 3 million at 10 million.</summary>
    private const double LateGrowth = 0.82;

    private readonly ZipfRanks cohort;
    private readonly int regulars;
    private readonly int strangers;
    private readonly double strangerShare;

    /// <summary>Sizes the cohorts.</summary>
    /// <param name="records">How many records there will be.</param>
    /// <param name="meanCast">Names per record.</param>
    public CastPools(int records, double meanCast)
    {
        var names = Names(records);
        var head = Offset * Math.Max(1, names / RealSet.Names);
        cohort = new ZipfRanks(Math.Max(1, (int)(names * 0.86 / Cohorts)), Exponent, head);
        regulars = cohort.Count * Cohorts;
        // Strangers are drawn from eight times as many as are wanted, so that few are drawn twice.
        var wanted = names * 0.42;
        strangerShare = Math.Min(0.5, wanted / (records * meanCast));
        strangers = Math.Max(1, (int)(wanted * 8));
    }

    /// <summary>How many distinct names so many records should have.</summary>
    public static double Names(int records)
    {
        var ratio = (double)records / RealSet.Records;
        return RealSet.Names * Math.Pow(ratio, ratio < 1 ? EarlyGrowth : LateGrowth);
    }

    /// <summary>Draws a person's number.</summary>
    /// <param name="rolls">The chances.</param>
    /// <param name="time">The share of all parts that were played before the movie, 0 up to 1.</param>
    public int Draw(ref Rolls rolls, double time)
    {
        if (rolls.Chance(strangerShare))
            return regulars + rolls.Below(strangers);
        var middle = time + ((rolls.Fraction() + rolls.Fraction() - 1) * Career);
        return (cohort.Draw(ref rolls) * Cohorts) + (int)(Math.Clamp(middle, 0, 0.9999) * Cohorts);
    }
}
