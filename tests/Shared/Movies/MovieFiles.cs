using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace MovieGrains.Tests.Movies;

/// <summary>Drop files of all formats, whose records speak of the same movies again and again: so it shows when one of them is
/// missing, torn, or merged in the wrong order.</summary>
internal static class MovieFiles
{
    private static readonly string[] Genres = ["Drama", "drama", "DRAMA", "Comedy", "comédie", "Comedie", "Science Fiction", "science fiction", "Action"];

    private static readonly string[] Names = ["Keanu Reeves", "KEANU REEVES", "Zasu Pitts", "ZaSu Pitts", "Renée Zellweger", "Renee Zellweger", "Toshirō Mifune", "Al Pacino"];

    /// <summary>Files of records, the same at each call.</summary>
    /// <param name="files">How many.</param>
    /// <param name="records">Records of each.</param>
    public static IReadOnlyList<(string Key, byte[] Bytes)> Make(int files, int records)
    {
        var random = new Random(files);
        return [.. Enumerable.Range(0, files).Select(file => Format(file, [.. Enumerable.Range(0, records).Select(_ => Record(random, records * 2))]))];
    }

    private static (string Key, byte[] Bytes) Format(int file, JsonObject[] records)
    {
        var array = new JsonArray(records).ToJsonString();
        var lines = string.Join('\n', records.Select(static record => record.ToJsonString()));
        return (file % 5) switch
        {
            0 => ($"{file:000}.json", Encoding.UTF8.GetBytes(array)),
            1 => ($"{file:000}.ndjson", Encoding.UTF8.GetBytes(lines + "\n")),
            2 => ($"{file:000}.json.gz", Compress(array)),
            3 => ($"{file:000}.ndjson.gz", Compress(lines)),
            _ => ($"{file:000}.json", Encoding.UTF8.GetBytes("\uFEFF" + array)),
        };
    }

    private static JsonObject Record(Random random, int movies)
    {
        var number = random.Next(movies);
        // Every movie has a namesake that only its address tells from it.
        var record = new JsonObject { ["title"] = $"Çà et là {number / 2}", ["year"] = 1950 + (number / 2 % 70), ["href"] = $"/wiki/{number}" };
        var kind = random.Next(20);
        if (kind == 0)
            record["deleted"] = true;
        if (kind < 12)
            record["genres"] = Some(random, Genres);
        if (kind is > 6 and < 18)
            record["cast"] = Some(random, Names);
        if (kind == 18)
            record["extract"] = null;
        else
            record["extract"] = $"Told for the {random.Next(1000)}th time.";
        return record;
    }

    private static JsonArray Some(Random random, string[] values) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (JsonNode)values[random.Next(values.Length)]!)];

    private static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
