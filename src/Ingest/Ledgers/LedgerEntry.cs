using System.Globalization;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>What the ledger keeps in memory of one drop file. Immutable: a change is a new entry.</summary>
public sealed record LedgerEntry
{
    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>The version last seen: key, size, entity tag and last-modified time.</summary>
    public required SourceObject Version { get; init; }

    /// <summary>When the file was first seen, in whatever version.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When this version was first seen; after a restart, when it was last tried.</summary>
    public required DateTimeOffset VersionSeen { get; init; }

    /// <summary>What became of this version, whether or not it is still there.</summary>
    public FileState Outcome { get; init; } = FileState.Pending;

    /// <summary>Since when the file is known to be no longer there; null when it is.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>Whether the file is no longer there.</summary>
    public bool IsGone => GoneAt is not null;

    /// <summary>What has become of the file.</summary>
    public FileState State => IsGone ? FileState.Gone : Outcome;

    /// <summary>How often this version was read, or tried to.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was last tried; null before that.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>From when on a file that failed is to be tried again; null for others.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>What became of this version's records, if they were ingested.</summary>
    public FileReport? Report { get; init; }

    /// <summary>Why this version is quarantined or failed; the line is 0 where there is none.</summary>
    public FileFault? Fault { get; init; }

    /// <summary>The file's key.</summary>
    public string Key => Version.Key;

    /// <summary>When something was last learnt of the file: what a list of files is ordered by.</summary>
    public DateTimeOffset LastSeen => GoneAt ?? LastAttempt ?? VersionSeen;

    /// <summary>Stands for source and key in an address: 16 hexadecimal digits.</summary>
    public string Id => Number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>What <see cref="Id"/> spells.</summary>
    internal ulong Number { get; init; }

    /// <summary>Whether the row that is durable says the same.</summary>
    internal bool IsNoted { get; init; }

    /// <summary>The name of the note that has its row.</summary>
    internal string NoteKey => Ledger.NotePrefix + Id;

    /// <summary>The <see cref="Id"/> of a file.</summary>
    internal static string IdOf(string source, string key) => NumberOf(source, key).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A version never seen before.</summary>
    internal static LedgerEntry New(string source, SourceObject version, LedgerEntry? known, DateTimeOffset now) => new()
    {
        Source = source,
        Version = version,
        FirstSeen = known?.FirstSeen ?? now,
        VersionSeen = now,
        Number = known?.Number ?? NumberOf(source, version.Key),
    };

    /// <summary>Whether it is to be read. A next attempt that is further away than any can be is due: the clock was set.</summary>
    internal bool IsDue(DateTimeOffset now, TimeSpan longestWait) => Outcome switch
    {
        FileState.Pending => true,
        FileState.FailedWillRetry => NextAttempt is not { } next || next <= now || next > now + longestWait,
        _ => false,
    };

    internal static ulong NumberOf(string source, string key) => FileOrigin.NumberOf(source, key);
}
