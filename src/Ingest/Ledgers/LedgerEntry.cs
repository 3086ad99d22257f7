using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Text;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>What the ledger knows of one drop file. Immutable: a change is a new entry.</summary>
public sealed record LedgerEntry
{
    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>The version last seen: key, size, entity tag and last-modified time.</summary>
    public required SourceObject Version { get; init; }

    /// <summary>When the file was first seen, in whatever version.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>What became of this version, whether or not it is still there.</summary>
    public FileState Outcome { get; init; } = FileState.Pending;

    /// <summary>Whether the file is no longer there.</summary>
    public bool IsGone { get; init; }

    /// <summary>What has become of the file.</summary>
    public FileState State => IsGone ? FileState.Gone : Outcome;

    /// <summary>How often this version was read, or tried to.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was last tried; null before that.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>What became of this version's records, if they were ingested.</summary>
    public FileReport? Report { get; init; }

    /// <summary>Why this version is quarantined or failed; the line is 0 where there is none.</summary>
    public FileFault? Fault { get; init; }

    /// <summary>The file's key.</summary>
    public string Key => Version.Key;

    /// <summary>Stands for source and key in an address: 16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>A version never seen before.</summary>
    internal static LedgerEntry New(string source, SourceObject version, LedgerEntry? known, DateTimeOffset now) => new()
    {
        Source = source,
        Version = version,
        FirstSeen = known?.FirstSeen ?? now,
        Id = known?.Id ?? IdOf(source, version.Key),
    };

    private static string IdOf(string source, string key) =>
        XxHash64.Hash(Encoding.UTF8.GetBytes($"{source}\n{key}")).ToString("x16", CultureInfo.InvariantCulture);
}
