using System.Text.Json.Serialization;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>All that is known of a drop file, as it is kept and as people and programs read it: JSON in snake_case.</summary>
/// <remarks>
/// <c>state</c> is one of <see cref="LedgerPages.States"/>. The counts are there for a version that was ingested, <c>fault</c> for one
/// that was not, <c>next_attempt</c> for one that is waiting to be tried again. A file that is gone has <c>gone_at</c>, and
/// in <c>outcome</c> the state that it had before. Times are in UTC.
/// </remarks>
internal sealed record LedgerRow
{
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Key { get; init; }

    public string? Etag { get; init; }

    public required long Bytes { get; init; }

    public required DateTime LastModified { get; init; }

    public required DateTime FirstSeen { get; init; }

    public required FileState State { get; init; }

    public FileState? Outcome { get; init; }

    public DateTime? GoneAt { get; init; }

    public required int Attempts { get; init; }

    public DateTime? LastAttempt { get; init; }

    public DateTime? NextAttempt { get; init; }

    public int? Records { get; init; }

    public int? Added { get; init; }

    public int? Updated { get; init; }

    public int? Unchanged { get; init; }

    public int? Deleted { get; init; }

    public int? Rejected { get; init; }

    public int? IdsDropped { get; init; }

    public double? DurationMs { get; init; }

    public FileFault? Fault { get; init; }

    public IReadOnlyList<RejectedAt>? RejectedRecords { get; init; }

    /// <summary>The row of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="rejected">The rejected records that it lists.</param>
    public static LedgerRow Of(LedgerEntry entry, IReadOnlyList<RejectedAt>? rejected) => new()
    {
        Id = entry.Id,
        Source = entry.Source,
        Key = entry.Key,
        Etag = entry.Version.ETag,
        Bytes = entry.Version.Bytes,
        LastModified = entry.Version.LastModified.UtcDateTime,
        FirstSeen = entry.FirstSeen.UtcDateTime,
        State = entry.State,
        Outcome = entry.IsGone ? entry.Outcome : null,
        GoneAt = entry.GoneAt?.UtcDateTime,
        Attempts = entry.Attempts,
        LastAttempt = entry.LastAttempt?.UtcDateTime,
        NextAttempt = entry.NextAttempt?.UtcDateTime,
        Records = entry.Report?.Records,
        Added = entry.Report?.Added,
        Updated = entry.Report?.Updated,
        Unchanged = entry.Report?.Unchanged,
        Deleted = entry.Report?.Deleted,
        Rejected = entry.Report?.Rejected,
        IdsDropped = entry.Report?.IdsDropped,
        DurationMs = entry.Report is { } report ? Math.Round(report.Duration.TotalMilliseconds, 3) : null,
        Fault = entry.Fault,
        RejectedRecords = rejected is { Count: > 0 } ? rejected : null,
    };

    /// <summary>The row as others are shown it: without the path of a folder, which is kept to tell sources apart.</summary>
    public LedgerRow Shown()
    {
        var source = SourceName.Shown(Source);
        // What an operating system says of a file names it by its whole path.
        return this with { Source = source, Fault = Fault is null ? null : Fault with { Reason = Fault.Reason.Replace(Source, source, StringComparison.Ordinal) } };
    }

    /// <summary>The entry of a row that was read back.</summary>
    public LedgerEntry ToEntry() => new()
    {
        Source = Source,
        Version = new SourceObject(Key, Bytes, Etag, Utc(LastModified)),
        FirstSeen = Utc(FirstSeen),
        VersionSeen = Utc(LastAttempt ?? FirstSeen),
        Outcome = Outcome ?? State,
        GoneAt = GoneAt is { } gone ? Utc(gone) : null,
        Attempts = Attempts,
        LastAttempt = LastAttempt is { } last ? Utc(last) : null,
        NextAttempt = NextAttempt is { } next ? Utc(next) : null,
        Report = ReadReport(),
        Fault = Fault,
        Number = LedgerEntry.NumberOf(Source, Key),
        IsNoted = true,
    };

    /// <summary>Whether its parts agree: a row of another version of the program may read well and mean something else.</summary>
    [JsonIgnore]
    public bool IsConsistent =>
        State == FileState.Gone == (GoneAt is not null && Outcome is not null)
        && Outcome != FileState.Gone
        && (Outcome ?? State) == FileState.Ingested == (Records is not null)
        && string.Equals(Id, LedgerEntry.IdOf(Source, Key), StringComparison.Ordinal);

    private FileReport? ReadReport() => Records is not { } records ? null : new FileReport
    {
        Records = records,
        Added = Added ?? 0,
        Updated = Updated ?? 0,
        Unchanged = Unchanged ?? 0,
        Deleted = Deleted ?? 0,
        Rejected = Rejected ?? 0,
        IdsDropped = IdsDropped ?? 0,
        Duration = TimeSpan.FromMilliseconds(DurationMs ?? 0),
    };

    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime());
}
