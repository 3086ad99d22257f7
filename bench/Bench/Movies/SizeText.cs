using System.Globalization;

namespace MovieGrains.Bench.Movies;

/// <summary>Numbers of movies as people write them: <c>36k</c>, <c>1.2m</c>.</summary>
internal static class SizeText
{
    /// <summary>The text of a number.</summary>
    public static string Of(int count)
    {
        // The generated stand-in for the real set has exactly its size, and is called by the same name.
        if (count >= 1_000_000)
            return (count / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "m";
        return count >= 1000 ? (count / 1000).ToString(CultureInfo.InvariantCulture) + "k" : count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number of a text.</summary>
    /// <exception cref="BenchException">It is none, or none that fits.</exception>
    public static int Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Equals("36k", StringComparison.OrdinalIgnoreCase))
            return RealSet.Records;
        var scale = char.ToLowerInvariant(trimmed.LastOrDefault()) switch { 'k' => 1e3, 'm' => 1e6, _ => 1 };
        var digits = scale == 1 ? trimmed : trimmed[..^1];
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * scale is >= 1 and <= 100e6)
        {
            return (int)Math.Round(number * scale);
        }
        throw new BenchException($"'{text}' is no number of movies: write 5000, 36k or 1.2m, 100m at most.");
    }
}
