using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Grains.Ingesting;

/// <summary>The sources that there are, and how they are read. The same on every silo.</summary>
public sealed record SourceDefinitions
{
    /// <summary>What the key of a source's grain begins with, so that no database takes it for a number.</summary>
    private const string KeyPrefix = "source:";

    /// <summary>The sources by their names.</summary>
    public required IReadOnlyDictionary<string, SourcePlace> Sources { get; init; }

    /// <summary>The server of buckets; null for what the environment says, or AWS.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>How files are polled and fed. Of the first load, 20,000 records by default are sent to their owners at a time: they
    /// are not kept here, as a process with the whole catalogue would.</summary>
    public IngestOptions Ingest { get; init; } = new() { BatchRecords = 20_000 };

    /// <summary>How ledgers are laid out in rows.</summary>
    public RecordOptions Record { get; init; } = new();

    /// <summary>How records are sent to their owners.</summary>
    public FeedOptions Feed { get; init; } = new();

    /// <summary>The key of a source's grain.</summary>
    /// <param name="name">The source's name.</param>
    public static string KeyOf(string name) => KeyPrefix + name;

    /// <summary>The name of the source that a grain's key means.</summary>
    internal static string NameOf(string key) => key.StartsWith(KeyPrefix, StringComparison.Ordinal)
        ? key[KeyPrefix.Length..]
        : throw new ArgumentException($"The key of an {nameof(ISource)} begins with '{KeyPrefix}'.", nameof(key));
}

/// <summary>How records are sent to their owners.</summary>
public sealed record FeedOptions
{
    /// <summary>Bytes of records in one call, 512 KiB by default, unless one record alone is larger. More are fewer commits; fewer hold up
    /// others for less long.</summary>
    public int PieceBytes { get; init; } = 512 << 10;

    /// <summary>Owners that are fed at the same time, 8 by default, from 1.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>How often a call that fails is made before the poll fails, 8 by default, from 1: what lasts longer is for the next poll.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>How long the first wait between two calls is at most, 100 ms by default; it doubles each time, up to 5 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(100);
}
