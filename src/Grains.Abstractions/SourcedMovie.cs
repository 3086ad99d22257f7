using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Grains.Abstractions;

/// <summary>The records that a movie comes from.</summary>
/// <param name="Id">The movie's id.</param>
/// <param name="Records">The records, the latest first.</param>
[GenerateSerializer, Immutable, Alias("movies.sourced-movie")]
public sealed record SourcedMovie([property: Id(0)] string Id, [property: Id(1)] SourcedRecord[] Records)
{
    /// <summary>Packs them.</summary>
    public static SourcedMovie? Of(MovieSources? sources) => sources is null ? null : new(sources.Id, [.. sources.Records.Select(static record =>
        new SourcedRecord(record.Origin.LastModified, record.Origin.Source, record.Origin.Key, record.Place, [.. record.Fields], [.. record.Cleared]))]);

    /// <summary>Unpacks them.</summary>
    public MovieSources ToSources() => new(Id, Array.ConvertAll(Records, static record =>
        new RecordShare(new FileOrigin(record.LastModified, record.Source, record.Key), record.Place, record.Fields, record.Cleared)));
}

/// <summary>What one record gave a movie that no later one has changed.</summary>
/// <param name="LastModified">The file's last-modified time, or when a client wrote it.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Key">The file's key in its source.</param>
/// <param name="Place">The record's place in the file, from 0.</param>
/// <param name="Fields">Names of the fields that it gave.</param>
/// <param name="Cleared">Names of the fields that it cleared.</param>
[GenerateSerializer, Immutable, Alias("movies.sourced-record")]
public sealed record SourcedRecord(
    [property: Id(0)] DateTimeOffset LastModified, [property: Id(1)] string Source, [property: Id(2)] string Key, [property: Id(3)] int Place,
    [property: Id(4)] string[] Fields, [property: Id(5)] string[] Cleared);
