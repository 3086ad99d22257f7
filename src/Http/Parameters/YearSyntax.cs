using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Http.Parameters;

/// <summary>A year filter's value: <c>1999</c>, <c>1990..1999</c>, <c>..1930</c>, <c>2020..</c>, and <c>|</c> between
/// them.</summary>
internal static class YearSyntax
{
    private const string Syntax = "a year must be written as 1999, 1990..1999, ..1930 or 2020.., with years from 1 to 9999";
    private const string Reversed = "the range ends before it begins";
    private const string EmptyAlternative = "an alternative between | is empty";

    /// <summary>Reads a value.</summary>
    /// <param name="value">Decoded, blanks trimmed, not empty.</param>
    /// <param name="ranges">Takes the ranges.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> value, List<YearRange> ranges)
    {
        while (true)
        {
            var bar = value.IndexOf((byte)'|');
            if (ReadOne(bar < 0 ? value : value[..bar], ranges) is { } fault)
                return fault;
            if (bar < 0)
                return null;
            value = value[(bar + 1)..];
        }
    }

    /// <summary>Reads one year or range, in which <c>|</c> has no meaning.</summary>
    public static string? ReadOne(ReadOnlySpan<byte> value, List<YearRange> ranges)
    {
        value = value.Trim((byte)' ');
        if (value.IsEmpty)
            return EmptyAlternative;
        var dots = value.IndexOf(".."u8);
        var isRange = dots >= 0 && value.Length > 2;
        var first = isRange ? value[..dots] : value;
        var last = isRange ? value[(dots + 2)..] : value;
        if (!TryEnd(first, Limits.FirstYear, isRange, out var from) || !TryEnd(last, Limits.LastYear, isRange, out var to))
            return Syntax;
        if (from > to)
            return Reversed;
        ranges.Add(new YearRange(from, to));
        return null;
    }

    private static bool TryEnd(ReadOnlySpan<byte> digits, int open, bool isRange, out int year)
    {
        year = open;
        if (digits.IsEmpty)
            return isRange;
        return digits.Length <= 4 && IntegerSyntax.TryDigits(digits, out var value)
            && (year = (int)value) is >= Limits.FirstYear and <= Limits.LastYear;
    }
}
