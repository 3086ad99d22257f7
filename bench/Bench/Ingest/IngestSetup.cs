using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>What the measurements of ingestion are told.</summary>
internal sealed record IngestSetup
{
    /// <summary>The server's dll.</summary>
    public required string Standalone { get; init; }

    /// <summary>The real set, or as many generated movies.</summary>
    public required MovieFeed Small { get; init; }

    /// <summary>How many movies a large set has.</summary>
    public required int LargeRecords { get; init; }

    /// <summary>Requests per second while files are ingested.</summary>
    public required double Rate { get; init; }

    /// <summary>For how long each is measured that has no end of its own.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>How often a restart is measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>Bytes of the large file.</summary>
    public required long LargeFileBytes { get; init; }

    /// <summary>Whether the large file is measured compressed, too.</summary>
    public required bool Gzip { get; init; }

    /// <summary>Small files in a folder that is looked at again and again.</summary>
    public required int KnownFiles { get; init; }

    /// <summary>Where results go.</summary>
    public required Report Report { get; init; }
}
