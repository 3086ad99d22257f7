namespace MovieGrains.Bench.Crash;

/// <summary>How a crash run goes.</summary>
internal sealed record CrashSettings
{
    /// <summary>The Standalone edition's dll.</summary>
    public required string Standalone { get; init; }

    /// <summary>How often the process is killed.</summary>
    public required int Kills { get; init; }

    /// <summary>What the workload and the instants are drawn from. How threads and the disk come between is not in it: the same
    /// seed makes a similar run, not the same one.</summary>
    public required int Seed { get; init; }

    /// <summary>Clients that write at the same time.</summary>
    public int Writers { get; init; } = 6;

    /// <summary>Records of the large drop file.</summary>
    public int LargeRecords { get; init; } = 5000;

    /// <summary>Log after which a snapshot is due: about as much as some dozen writes, or an ingest of the large file, make.</summary>
    public long SnapshotLogBytes { get; init; } = 96 << 10;

    /// <summary>How long a start, or anything that is awaited, may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
