namespace MovieGrains.Bench.Movies;

/// <summary>Draws indices in proportion to weights, in constant time (Walker's alias method).</summary>
internal sealed class WeightedChoice
{
    private readonly float[] keep;
    private readonly int[] other;

    /// <summary>Prepares the drawing.</summary>
    /// <param name="weights">At least one, none negative, not all zero.</param>
    public WeightedChoice(ReadOnlySpan<double> weights)
    {
        keep = new float[weights.Length];
        other = new int[weights.Length];
        Pair(Scaled(weights));
    }

    /// <summary>The measured counts as weights.</summary>
    public static WeightedChoice Of(ReadOnlySpan<int> counts)
    {
        var weights = new double[counts.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = counts[i];
        return new WeightedChoice(weights);
    }

    /// <summary>Draws one index.</summary>
    public int Draw(ref Rolls rolls)
    {
        // One draw serves both: its upper half picks the column, its lower half decides whether the column keeps it.
        var bits = rolls.Next();
        var column = (int)(((bits >> 32) * (ulong)keep.Length) >> 32);
        return (uint)bits * (1f / (1L << 32)) < keep[column] ? column : other[column];
    }

    private static double[] Scaled(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (var weight in weights)
            sum += weight;
        var scaled = new double[weights.Length];
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = weights[i] * weights.Length / sum;
        return scaled;
    }

    /// <summary>Fills every column to exactly 1 with what a fuller one has too much of.</summary>
    private void Pair(double[] scaled)
    {
        Stack<int> poor = [], rich = [];
        for (var i = 0; i < scaled.Length; i++)
            (scaled[i] < 1 ? poor : rich).Push(i);
        while (poor.Count > 0 && rich.Count > 0)
        {
            int less = poor.Pop(), more = rich.Pop();
            keep[less] = (float)scaled[less];
            other[less] = more;
            scaled[more] -= 1 - scaled[less];
            (scaled[more] < 1 ? poor : rich).Push(more);
        }
        // What is left over is 1 but for rounding.
        foreach (var column in poor.Concat(rich))
            keep[column] = 1;
    }
}
