using System.Buffers.Text;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>The versions of all years as the text of a position in <c>/changes</c>: base64url, a dot for its underscore.</summary>
/// <remarks>A byte of the layout (1); of each year in ascending order the difference to the year before (varint), two bytes of its
/// epoch (little-endian), and its version (varint).</remarks>
internal static class VersionsText
{
    private const byte Layout = 1;

    /// <summary>More years than there can be.</summary>
    private const int MostYears = 10_000;

    public static string Write(IEnumerable<SeenVersion> versions)
    {
        var bytes = new MemoryStream();
        bytes.WriteByte(Layout);
        var before = 0;
        foreach (var version in versions.OrderBy(static v => v.Year))
        {
            WriteNumber(bytes, version.Year - before);
            bytes.WriteByte((byte)version.EpochTag);
            bytes.WriteByte((byte)(version.EpochTag >> 8));
            WriteNumber(bytes, version.Version);
            before = version.Year;
        }
        return Base64Url.EncodeToString(bytes.ToArray()).Replace('_', '.');
    }

    /// <summary>Reads the text.</summary>
    /// <returns>Null when it is none.</returns>
    public static SeenVersion[]? TryRead(string text)
    {
        var encoded = text.Replace('.', '_');
        if (!Base64Url.IsValid(encoded))
            return null;
        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(encoded);
        if (rest.Length == 0 || rest[0] != Layout)
            return null;
        rest = rest[1..];
        var versions = new List<SeenVersion>();
        for (long year = 0; rest.Length > 0;)
        {
            if (!TryReadNumber(ref rest, out var difference) || rest.Length < 2 || versions.Count == MostYears)
                return null;
            var tag = (ushort)(rest[0] | (rest[1] << 8));
            rest = rest[2..];
            if (difference is < 1 or > 9999 || (year += difference) > 9999 || !TryReadNumber(ref rest, out var version))
                return null;
            versions.Add(new SeenVersion((int)year, tag, version));
        }
        return [.. versions];
    }

    private static void WriteNumber(MemoryStream bytes, long number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.WriteByte((byte)(number | 0x80));
        bytes.WriteByte((byte)number);
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        for (var shift = 0; shift < 63 && bytes.Length > 0; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }
        return false;
    }
}
