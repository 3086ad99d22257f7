namespace MovieGrains.Ingest.Sources;

/// <summary>From one look at a source to the next, unless that is set.</summary>
internal static class UsualIntervals
{
    /// <summary>Listing a folder costs next to nothing, and nobody tells of new files.</summary>
    public static readonly TimeSpan OfFolders = TimeSpan.FromSeconds(2);

    /// <summary>Listing a bucket takes requests that cost, and notifications hurry what comes.</summary>
    public static readonly TimeSpan OfBuckets = TimeSpan.FromSeconds(15);
}
