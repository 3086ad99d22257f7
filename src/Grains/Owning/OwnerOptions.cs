using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Owning;

/// <summary>How owners keep their record and what they remember.</summary>
public sealed record OwnerOptions
{
    /// <summary>How the record is laid out in rows.</summary>
    public RecordOptions Record { get; init; } = new();

    /// <summary>
    /// Bytes of the newest commits that an owner remembers for readers that pull, 4 MiB by default, and never more than the year's movies
    /// take. More lets a reader that was away for longer go on without reading the whole year; fewer spare memory, of each owner.
    /// </summary>
    public long RecentBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of commits in one answer to a reader, 1 MiB by default, unless one commit alone is larger; and about how large a run
    /// of an image is. Larger answers are fewer and hold up others for longer.</summary>
    public int AnswerBytes { get; init; } = 1 << 20;

    /// <summary>How long until an announcement that failed is tried again, 200 ms by default. Shorter tells readers sooner, and asks more of
    /// a cluster in trouble.</summary>
    public TimeSpan AnnounceAgain { get; init; } = TimeSpan.FromMilliseconds(200);
}
