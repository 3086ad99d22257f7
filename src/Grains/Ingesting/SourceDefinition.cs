using MovieGrains.Ingest.Sources;

namespace MovieGrains.Grains.Ingesting;

/// <summary>A place where drop files come from.</summary>
public abstract record SourceDefinition
{
    /// <summary>Opens it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="random">Spreads retries.</param>
    public abstract IObjectSource Open(TimeProvider time, Random random);
}

/// <summary>A folder and those below it, or one file; every silo sees the same under that path.</summary>
/// <param name="Path">The path.</param>
public sealed record FolderDefinition(string Path) : SourceDefinition
{
    /// <inheritdoc/>
    public override IObjectSource Open(TimeProvider time, Random random) => new AwaitedFolder(Path);
}

/// <summary>A bucket, or what begins with a prefix in it.</summary>
/// <param name="Options">Which one, and how patiently it is read.</param>
public sealed record BucketDefinition(S3SourceOptions Options) : SourceDefinition
{
    /// <inheritdoc/>
    public override IObjectSource Open(TimeProvider time, Random random) => new S3Source(Options, time, random);
}
