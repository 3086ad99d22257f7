using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>A drop file: its origin and the JSON of its records, in order.</summary>
internal sealed record SourceFile(FileOrigin Origin, IReadOnlyList<string> Records)
{
    /// <summary>A file of a given age: the greater the number, the later it was modified.</summary>
    public static SourceFile At(int minute, params string[] records) => new(OriginAt(minute), records);

    public static FileOrigin OriginAt(int minute, string source = "test", string key = "file.json") =>
        new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute), source, key);
}
