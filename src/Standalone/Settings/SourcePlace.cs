using MovieGrains.Ingest.Sources;

namespace MovieGrains.Standalone.Settings;

/// <summary>A place where drop files come from.</summary>
internal abstract record SourcePlace;

/// <summary>A folder, or one file. It was there when the options were read, unless there was a catalogue to serve without it.</summary>
internal sealed record FolderPlace(string Path) : SourcePlace;

/// <summary>A bucket, or what begins with a prefix in it.</summary>
internal sealed record BucketPlace(S3Url Url) : SourcePlace;
