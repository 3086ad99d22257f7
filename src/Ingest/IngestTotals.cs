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

    /// <summary>Polls that came to their end.</summary>
    public long Polls { get; init; }

    /// <summary>Polls that an exception ended.</summary>
    public long FailedPolls { get; init; }

    /// <summary>From the start of the first poll to the end of the first that was complete; null before that.</summary>
    public TimeSpan? FirstLoad { get; init; }

    /// <summary>When the last complete poll ended; null before that.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    internal IngestTotals With(FileReport report) => this with
    {
        FilesIngested = FilesIngested + 1,
        Records = Records + report.Records,
        Added = Added + report.Added,
        Updated = Updated + report.Updated,
        Unchanged = Unchanged + report.Unchanged,
        Deleted = Deleted + report.Deleted,
        Rejected = Rejected + report.Rejected,
        IdsDropped = IdsDropped + report.IdsDropped,
        Bytes = Bytes + report.Bytes,
    };
}
