using System.Buffers;

namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>JSON's white space.</summary>
internal static class Blanks
{
    /// <summary>All four of them.</summary>
    public static readonly SearchValues<byte> All = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Whether a byte is one.</summary>
    public static bool Has(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>The position of the first byte from <paramref name="at"/> on that is none, or the length.</summary>
    public static int Skip(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && Has(bytes[at]))
            at++;
        return at;
    }

    /// <summary>The end of what is before <paramref name="end"/>, without the blanks there.</summary>
    public static int TrimEnd(ReadOnlySpan<byte> bytes, int from, int end)
    {
        while (end > from && Has(bytes[end - 1]))
            end--;
        return end;
    }
}
