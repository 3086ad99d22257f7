using System.Globalization;

namespace MovieGrains.Bench.Reporting;

/// <summary>Figures as the tables show them.</summary>
internal static class Format
{
    /// <summary>Three significant digits, or all of a whole number's, in groups of three.</summary>
    public static string Number(double value)
    {
        var magnitude = Math.Abs(value);
        var format = magnitude switch
        {
            >= 100 => "#,0",
            >= 10 => "0.#",
            >= 1 => "0.##",
            _ => "0.###",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A time, in microseconds.</summary>
    public static string Micros(TimeSpan time) => Number(time.TotalMicroseconds);

    /// <summary>A share, in per cent.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Bytes, in kB or MB.</summary>
    public static string Bytes(double bytes) => bytes >= 1e6 ? Number(bytes / 1e6) + " MB" : Number(bytes / 1e3) + " kB";
}
