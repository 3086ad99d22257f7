namespace MovieGrains.Bench.Soak;

/// <summary>The straight line that values follow over time, whatever a few of them do.</summary>
/// <remarks>
/// Theil and Sen's: the slope is the median of those between every two points. A snapshot, a compaction or a full collection lifts or
/// sinks single samples by more than a leak would in the whole run; up to a quarter of all may be such without moving the line far, where
/// one at the end tilts a line of least squares.
/// </remarks>
/// <param name="First">Where the line is at the first point.</param>
/// <param name="Last">Where it is at the last one.</param>
internal readonly record struct Trend(double First, double Last)
{
    /// <summary>From the first point to the last.</summary>
    public double Growth => Last - First;

    /// <summary>The line through some points, in their order; flat through one, and zero through none.</summary>
    public static Trend Of(IReadOnlyList<(double Time, double Value)> points)
    {
        if (points.Count == 0)
            return default;
        var slope = Median(Slopes(points));
        var level = Median([.. points.Select(point => point.Value - (slope * point.Time))]);
        return new Trend(level + (slope * points[0].Time), level + (slope * points[^1].Time));
    }

    /// <summary>The middle one, or the mean of the two in the middle; zero of none.</summary>
    public static double Median(List<double> values)
    {
        if (values.Count == 0)
            return 0;
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static List<double> Slopes(IReadOnlyList<(double Time, double Value)> points)
    {
        var slopes = new List<double>();
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
                slopes.Add((points[j].Value - points[i].Value) / (points[j].Time - points[i].Time));
        }
        return slopes;
    }
}
