using System.Globalization;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>The versions that a client's writes made, as the text that it is given and sends back: <c>1999.3f.12</c>, year, epoch
/// (hexadecimal) and version, several with commas between.</summary>
internal static class OwnVersions
{
    /// <summary>A write touches few years; whoever sends more has made them up.</summary>
    private const int Most = 10_000;

    /// <summary>The text; null when there is nothing to see.</summary>
    public static string? Write(IEnumerable<YearVersion> versions)
    {
        var text = string.Join(',', versions.Where(static v => v.Epoch != 0).Select(static v =>
            string.Create(CultureInfo.InvariantCulture, $"{v.Year}.{v.Epoch:x}.{v.Version}")));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reads the text.</summary>
    /// <returns>Null when it is none.</returns>
    public static YearVersion[]? TryRead(string text)
    {
        var parts = text.Split(',', Most + 1);
        var versions = new YearVersion[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var fields = parts[i].Trim().Split('.');
            if (i == Most || fields.Length != 3
                || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1 or > 9999
                || !long.TryParse(fields[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var epoch)
                || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                return null;
            versions[i] = new YearVersion(year, epoch, version);
        }
        return versions;
    }
}
