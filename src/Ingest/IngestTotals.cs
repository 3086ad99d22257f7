using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest;

/// <summary>What an <see cref="Ingester"/> has done since it was made. Immutable.</summary>
public sealed record IngestTotals
{
    /// <summary>Files now in each state, of the whole ledger; every state is there.</summary>
    public required IReadOnlyDictionary<FileState, int> Files { get; init; }

    /// <summary>Files ingested; one that changed and was read again counts again.</summary>
    public long FilesIngested { get; init; }

    /// <summary>Records of these.</summary>
    public long Records { get; init; }

    /// <summary>Records that made a new movie.</summary>
    public long Added { get; init; }

    /// <summary>Records that changed a movie.</summary>
    public long Updated { get; init; }

    /// <summary>Records that changed nothing.</summary>
    public long Unchanged { get; init; }

    /// <summary>Records that removed a movie.</summary>
    public long Deleted { get; init; }

    /// <summary>Records that were rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Records whose <c>id</c> was dropped.</summary>
    public long IdsDropped { get; init; }

    /// <summary>Bytes of the files ingested, as stored.</summary>
    public long Bytes { get; init; }

    /// <summary>Attempts at files that had failed before.</summary>
    public long Retries { get; init; }

    /// <summary>Since when the file that has waited longest waits to be ingested; null when none does.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>Notifications that were taken.</summary>
    public long NotificationsTaken { get; init; }

    /// <summary>Notifications for which there was no room; polling found what they meant.</summary>
    public long NotificationsDropped { get; init; }

    /// <summary>Notified objects that are still to be looked at.</summary>
    public int NotificationsWaiting { get; init; }

    /// <summary>What each source's polls came to, in the order in which the sources were given.</summary>
    public IReadOnlyList<SourceTotals> Sources { get; init; } = [];

    /// <summary>Polls that came to their end.</summary>
    public long Polls { get; init; }

    /// <summary>Polls that an exception ended.</summary>
    public long FailedPolls { get; init; }

    /// <summary>From the start of the first poll until every source had been polled; null before that.</summary>
    public TimeSpan? FirstLoad { get; init; }

    /// <summary>When the last complete poll of any source ended; null before that.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    /// <summary>What several ingesters, of other sources each, have done together.</summary>
    public static IngestTotals Sum(IReadOnlyCollection<IngestTotals> all) => new()
    {
        Files = Enum.GetValues<FileState>().ToDictionary(static state => state, state => all.Sum(one => one.Files[state])),
        FilesIngested = all.Sum(static one => one.FilesIngested),
        Records = all.Sum(static one => one.Records),
        Added = all.Sum(static one => one.Added),
        Updated = all.Sum(static one => one.Updated),
        Unchanged = all.Sum(static one => one.Unchanged),
        Deleted = all.Sum(static one => one.Deleted),
        Rejected = all.Sum(static one => one.Rejected),
        IdsDropped = all.Sum(static one => one.IdsDropped),
        Bytes = all.Sum(static one => one.Bytes),
        Retries = all.Sum(static one => one.Retries),
        OldestWaiting = all.Min(static one => one.OldestWaiting),
        NotificationsTaken = all.Sum(static one => one.NotificationsTaken),
        NotificationsDropped = all.Sum(static one => one.NotificationsDropped),
        NotificationsWaiting = all.Sum(static one => one.NotificationsWaiting),
        Sources = [.. all.SelectMany(static one => one.Sources).OrderBy(static source => source.Name, StringComparer.Ordinal)],
        Polls = all.Sum(static one => one.Polls),
        FailedPolls = all.Sum(static one => one.FailedPolls),
        FirstLoad = all.Any(static one => one.FirstLoad is null) ? null : all.Max(static one => one.FirstLoad),
        LastPoll = all.Max(static one => one.LastPoll),
    };

    internal IngestTotals With(FileReport report, long bytes) => this with
    {
        FilesIngested = FilesIngested + 1,
        Records = Records + report.Records,
        Added = Added + report.Added,
        Updated = Updated + report.Updated,
        Unchanged = Unchanged + report.Unchanged,
        Deleted = Deleted + report.Deleted,
        Rejected = Rejected + report.Rejected,
        IdsDropped = IdsDropped + report.IdsDropped,
        Bytes = Bytes + bytes,
    };
}

/// <summary>What a source's polls came to.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="LastPoll">When the last one that came to its end did; null before that.</param>
/// <param name="FailuresInARow">Polls that failed since then.</param>
/// <param name="Failure">Why the last of these did; null when none did.</param>
/// <param name="LastAnswer">When the source last gave its list or a piece of a file; null before that. Unlike polls, which take as long as
/// there is much to read, this is never long ago while all is well.</param>
public sealed record SourceTotals(string Name, DateTimeOffset? LastPoll, int FailuresInARow, string? Failure = null, DateTimeOffset? LastAnswer = null);
