namespace MovieGrains.Ingest.Sources;

/// <summary>One version of a drop file, as its source lists it. Two that are equal are the same version.</summary>
/// <param name="Key">Its key in the source, with <c>/</c> between folders.</param>
/// <param name="Bytes">Its size, as stored.</param>
/// <param name="ETag">Its entity tag, or null where the source has none.</param>
/// <param name="LastModified">When it was last modified.</param>
public sealed record SourceObject(string Key, long Bytes, string? ETag, DateTimeOffset LastModified);
