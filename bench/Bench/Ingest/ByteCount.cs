using System.Globalization;

namespace MovieGrains.Bench.Ingest;

/// <summary>Numbers of bytes as people write them: <c>500m</c>, <c>2g</c>.</summary>
internal static class ByteCount
{
    /// <summary>The number of a text.</summary>
    /// <exception cref="BenchException">It is none.</exception>
    public static long Parse(string text)
    {
        var scale = char.ToLowerInvariant(text.LastOrDefault()) switch { 'k' => 1e3, 'm' => 1e6, 'g' => 1e9, _ => 1 };
        var digits = scale == 1 ? text : text[..^1];
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * scale is >= 1 and <= 1e12)
        {
            return (long)(number * scale);
        }
        throw new BenchException($"'{text}' is no number of bytes: write 500m or 2g, 1000g at most.");
    }
}
