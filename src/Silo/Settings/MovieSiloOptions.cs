using System.Net;
using MovieGrains.Http.Settings;
using MovieGrains.Http.Tls;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Access;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Silo.Settings;

/// <summary>How the silo was told to run.</summary>
internal sealed record MovieSiloOptions
{
    /// <summary>Where drop files come from; none twice.</summary>
    public IReadOnlyList<SourcePlace> Sources { get; init; } = [];

    /// <summary>The server of the buckets; null for what the environment says, or AWS.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>From one look at a source to the next; null for what suits its kind.</summary>
    public TimeSpan? Poll { get; init; }

    /// <summary>Bytes that the catalogue may take here; null for as many as it needs.</summary>
    public long? Memory { get; init; }

    /// <summary>From how many movies on a derived partition is split.</summary>
    public long SplitAbove { get; init; }

    /// <summary>The database; null for a single silo that keeps everything in memory. May hold a password: never logged.</summary>
    public string? Postgres { get; init; }

    /// <summary>Which cluster it belongs to.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Whose state it is.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; init; } = SiloSettings.UsualSiloPort;

    /// <summary>The port for API processes.</summary>
    public int GatewayPort { get; init; } = ClusterSettings.UsualGatewayPort;

    /// <summary>Where others reach it.</summary>
    public IPAddress Advertised { get; init; } = IPAddress.Loopback;

    /// <summary>The port of probes and dashboard; 0 for any that is free.</summary>
    public int Port { get; init; } = SiloSettings.UsualPort;

    /// <summary>The address of these.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Who may see the dashboard from elsewhere.</summary>
    public AccessPolicy Access { get; init; } = new();

    /// <summary>By HTTPS; null for HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>How processes of the cluster know one another; null when they trust whoever reaches them.</summary>
    public ClusterTls? ClusterTls { get; init; }

    /// <summary>From readiness going false to the end of accepting.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>Of full-text search; null for those built in.</summary>
    public SearchRules? SearchRules { get; init; }
}
