using System.Buffers.Text;
using System.Globalization;

namespace MovieGrains.Http.Parameters;

/// <summary>A whole number in a range.</summary>
internal static class IntegerSyntax
{
    /// <summary>Reads a value.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> value, IntegerRange range, out long? number)
    {
        number = null;
        if (!TryDigits(value, out var read) || read < range.First || read > range.Last)
            return string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {range.First} to {range.Last}");
        number = read;
        return null;
    }

    /// <summary>Reads decimal digits and nothing else: no sign, no blanks.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> value, out long number)
    {
        number = 0;
        return !value.IsEmpty && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(value, out number, out var read) && read == value.Length;
    }
}
