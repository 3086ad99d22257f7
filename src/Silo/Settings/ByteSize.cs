using System.Globalization;

namespace MovieGrains.Silo.Settings;

/// <summary>Sizes as people write them: a whole number, and perhaps kB, MB or GB, which are powers of 1024.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        var unit = digits == text.Length ? 0 : Array.FindIndex(Units, u => u.Equals(text[digits..].Trim(), StringComparison.OrdinalIgnoreCase));
        if (unit < 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue >> (10 * unit))
            return false;
        bytes = number << (10 * unit);
        return true;
    }
}
