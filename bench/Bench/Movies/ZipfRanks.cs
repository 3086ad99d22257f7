namespace MovieGrains.Bench.Movies;

/// <summary>Draws ranks from 0 with the weight 1 / (rank + 1 + offset)^exponent (Zipf–Mandelbrot).</summary>
/// <remarks>
/// Ranks are grouped into buckets that grow by a twentieth, within which all are as likely: a few hundred buckets
/// serve millions of ranks, and no bucket's error exceeds a few per cent.
/// </remarks>
internal sealed class ZipfRanks
{
    private const double Growth = 1.05;
    private readonly int[] starts;
    private readonly WeightedChoice buckets;

    /// <summary>Prepares the drawing.</summary>
    /// <param name="count">How many ranks there are, at least 1.</param>
    /// <param name="exponent">How fast the weight falls.</param>
    /// <param name="offset">Flattens the head: ranks well below it are about as likely as each other.</param>
    public ZipfRanks(int count, double exponent, double offset)
    {
        Count = count;
        starts = Starts(count);
        var weights = new double[starts.Length - 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (starts[i + 1] - starts[i]) * Math.Pow(((starts[i] + starts[i + 1] + 1) / 2.0) + offset, -exponent);
        buckets = new WeightedChoice(weights);
    }

    /// <summary>How many ranks there are.</summary>
    public int Count { get; }

    /// <summary>Draws one rank.</summary>
    public int Draw(ref Rolls rolls)
    {
        var bucket = buckets.Draw(ref rolls);
        return starts[bucket] + rolls.Below(starts[bucket + 1] - starts[bucket]);
    }

    private static int[] Starts(int count)
    {
        List<int> bounds = [0];
        while (bounds[^1] < count)
            bounds.Add(Math.Min(count, Math.Max(bounds[^1] + 1, (int)(bounds[^1] * Growth))));
        return [.. bounds];
    }
}
