using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>A drop file of which newer and newer versions appear. Each has all records with all fields, so that whoever missed
/// one in between ends with the same movies.</summary>
/// <param name="Stem">Its name, without the ending.</param>
/// <param name="Ending">The ending, which says how it is written.</param>
/// <param name="Records">How many records it has.</param>
internal sealed record DropFile(string Stem, string Ending, int Records)
{
    private static readonly string Padding = new('z', 120);

    /// <summary>The title of one of its movies.</summary>
    public static string Title(string stem, int place) => string.Create(CultureInfo.InvariantCulture, $"Drop {stem} {place}");

    /// <summary>The genre that the movies have in a version.</summary>
    public static string Genre(string stem, int version) => string.Create(CultureInfo.InvariantCulture, $"{stem}-v{version}");

    /// <summary>Puts a version into a folder, whole: under a name that nobody looks at first.</summary>
    public void Write(string folder, int version)
    {
        var hidden = Path.Combine(folder, "." + Stem + Ending);
        using (var file = File.Create(hidden))
        {
            if (Ending.EndsWith(".gz", StringComparison.Ordinal))
            {
                using var packed = new GZipStream(file, CompressionLevel.Fastest);
                Write(packed, version);
            }
            else
            {
                Write(file, version);
            }
        }
        File.Move(hidden, Path.Combine(folder, Stem + Ending), overwrite: true);
    }

    private void Write(Stream stream, int version)
    {
        var isArray = Ending.StartsWith(".json", StringComparison.Ordinal);
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        for (var place = 0; place < Records; place++)
        {
            if (isArray)
                text.Write(place == 0 ? '[' : ',');
            text.Write(Record(place, version).ToJsonString());
            text.Write('\n');
        }
        if (isArray)
            text.Write(']');
    }

    private JsonObject Record(int place, int version) => new()
    {
        ["title"] = Title(Stem, place),
        ["year"] = 1950 + (place % 70),
        ["cast"] = new JsonArray("Drop " + Stem),
        ["genres"] = Stem == DropPlan.SharedStem
            ? new JsonArray("File", "Shared", Genre(Stem, version))
            : new JsonArray("File", Genre(Stem, version)),
        ["extract"] = Padding,
        ["v"] = version,
    };
}
