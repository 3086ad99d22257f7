using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Ingest;

/// <summary>Writes drop files, the same at each run.</summary>
internal static class DropFiles
{
    /// <summary>Records of a file of a large set.</summary>
    private const int RecordsPerFile = 100_000;

    private const int BufferBytes = 1 << 20;

    /// <summary>Writes every file of a set, as an array each.</summary>
    /// <param name="feed">The set.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="version">Each movie has it in a field of its own, so that another version changes every one; 0 for none.</param>
    /// <returns>How many records.</returns>
    public static int WriteSet(MovieFeed feed, string folder, int version)
    {
        var count = 0;
        foreach (var file in feed.Files)
        {
            using var output = Create(Path.Combine(folder, Path.ChangeExtension(file.Key, ".json")));
            var separator = (byte)'[';
            file.Read((json, _) =>
            {
                output.WriteByte(separator);
                WriteRecord(output, json, version);
                separator = (byte)',';
                count++;
            });
            output.Write("]\n"u8);
        }
        return count;
    }

    /// <summary>Writes generated movies that no other set has.</summary>
    public static void WriteGenerated(int count, string folder)
    {
        const ulong seed = 7;
        var generator = new MovieGenerator(count, seed);
        for (var first = 0; first < count; first += RecordsPerFile)
        {
            using var output = Create(Path.Combine(folder, $"arrived-{first / RecordsPerFile:d4}.ndjson"));
            for (var place = first; place < Math.Min(count, first + RecordsPerFile); place++)
            {
                output.Write(generator.Make(place));
                output.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>Writes one file that has the movies of a set over and over, changed each time.</summary>
    /// <param name="feed">The set.</param>
    /// <param name="path">Where to; compressed when it ends in <c>.gz</c>.</param>
    /// <param name="bytes">Bytes to write, uncompressed; the last record may exceed them.</param>
    /// <returns>How many records.</returns>
    public static int WriteRepeated(MovieFeed feed, string path, long bytes)
    {
        var movies = new List<byte[]>();
        feed.Read((json, _) => movies.Add(OnOneLine(json)));
        using var output = Create(path);
        var records = 0;
        long written = 0;
        for (var version = 1; ; version++)
        {
            foreach (var movie in movies)
            {
                if (written >= bytes)
                    return records;
                written += WriteRecord(output, movie, version) + 1;
                output.WriteByte((byte)'\n');
                records++;
            }
        }
    }

    /// <summary>Writes many small files of one record each.</summary>
    public static void WriteSmall(int count, string folder)
    {
        var generator = new MovieGenerator(count);
        for (var place = 0; place < count; place++)
            File.WriteAllBytes(Path.Combine(folder, $"small-{place:d6}.json"), generator.Make(place));
    }

    private static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var document = JsonDocument.Parse(json.ToArray());
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    private static Stream Create(string path)
    {
        var file = new BufferedStream(File.Create(path, bufferSize: 1), BufferBytes);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }

    private static int WriteRecord(Stream output, ReadOnlySpan<byte> json, int version)
    {
        if (version == 0)
        {
            output.Write(json);
            return json.Length;
        }
        var field = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"bench_version\":{version},"));
        output.Write(field);
        output.Write(json[1..]);
        return field.Length + json.Length - 1;
    }
}
