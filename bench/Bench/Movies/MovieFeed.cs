using System.Text.Json;

namespace MovieGrains.Bench.Movies;

/// <summary>Takes one record.</summary>
/// <param name="json">Its JSON, good during the call.</param>
/// <param name="place">Its place in its file, from 0.</param>
internal delegate void RecordTaker(ReadOnlySpan<byte> json, int place);

/// <summary>A file of records, read each time anew.</summary>
/// <param name="Key">Its name.</param>
/// <param name="LastModified">When it was last modified.</param>
/// <param name="Read">Gives every record to the taker, in order.</param>
internal sealed record FeedFile(string Key, DateTimeOffset LastModified, Action<RecordTaker> Read);

/// <summary>The records that a measurement loads: the real set, or a generated one of any size.</summary>
/// <param name="Name">What it is called in a table.</param>
/// <param name="Files">Its files, in the order of ingestion.</param>
internal sealed record MovieFeed(string Name, IReadOnlyList<FeedFile> Files)
{
    /// <summary>A file of the generated set has as many records: enough that a file costs nothing beside its records, and few
    /// enough that no measurement waits for one, nor has much of one in memory, which ingestion would stream.</summary>
    private const int FileRecords = 10_000;

    /// <summary>Every generated file was last modified then, or a second per file later: the clock decides nothing.</summary>
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gives every record of every file to the taker.</summary>
    public void Read(RecordTaker take)
    {
        foreach (var file in Files)
            file.Read(take);
    }

    /// <summary>So many generated movies.</summary>
    public static MovieFeed Generated(int count, ulong seed = 1)
    {
        var generator = new MovieGenerator(count, seed);
        var files = new List<FeedFile>();
        for (var first = 0; first < count; first += FileRecords)
            files.Add(GeneratedFile(generator, first, Math.Min(count, first + FileRecords), files.Count));
        return new MovieFeed($"{SizeText.Of(count)} generated", files);
    }

    /// <summary>The files of a folder, JSON arrays or a record a line.</summary>
    /// <exception cref="BenchException">No such folder, or nothing to read in it.</exception>
    public static MovieFeed Folder(string path)
    {
        if (!Directory.Exists(path))
            throw new BenchException($"There is no folder {path}.");
        var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Extension is ".json" or ".ndjson")
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new FeedFile(file.Name, new DateTimeOffset(file.LastWriteTimeUtc), take => ReadFile(file.FullName, take)))
            .ToList();
        return files.Count > 0 ? new MovieFeed("real set", files) : throw new BenchException($"No .json or .ndjson files in {path}.");
    }

    private static FeedFile GeneratedFile(MovieGenerator generator, int first, int end, int index) =>
        new($"generated-{index:d4}.ndjson", Epoch.AddSeconds(index), take =>
        {
            for (var place = first; place < end; place++)
                take(generator.Make(place), place - first);
        });

    private static void ReadFile(string path, RecordTaker take)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var options = new JsonReaderOptions { AllowMultipleValues = true };
        var reader = new Utf8JsonReader(bytes, options);
        for (var place = 0; reader.Read();)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                continue;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            take(bytes[start..(int)reader.BytesConsumed], place++);
        }
    }
}
