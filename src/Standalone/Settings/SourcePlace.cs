using MovieGrains.Ingest.Sources;

namespace MovieGrains.Standalone.Settings;

/// <summary>A place where drop files come from.</summary>
internal abstract record SourcePlace
{
    /// <summary>How often it is looked at unless that is set.</summary>
    public abstract TimeSpan UsualPoll { get; }
}

/// <summary>A folder, or one file. It was there when the options were read, unless there was a catalogue to serve without it.</summary>
internal sealed record FolderPlace(string Path) : SourcePlace
{
    /// <inheritdoc/>
    public override TimeSpan UsualPoll => TimeSpan.FromSeconds(2);
}

/// <summary>A bucket, or what begins with a prefix in it. Listing costs money and time, and notifications hurry it.</summary>
internal sealed record BucketPlace(S3Url Url) : SourcePlace
{
    /// <inheritdoc/>
    public override TimeSpan UsualPoll => TimeSpan.FromSeconds(15);
}
