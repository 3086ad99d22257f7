namespace MovieGrains.Ingest.Sources;

/// <summary>A place of a source that could not be listed.</summary>
/// <param name="Key">The folder's or file's key.</param>
/// <param name="Reason">Why, for a log.</param>
public sealed record SourceFault(string Key, string Reason);
