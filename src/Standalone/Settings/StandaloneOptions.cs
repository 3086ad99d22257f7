using System.Net;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Access;
using MovieGrains.Http.Tls;
using MovieGrains.Ingest.Sources;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Settings;

/// <summary>How the process was told to run.</summary>
internal sealed record StandaloneOptions
{
    /// <summary>Where drop files come from; at least one place, none twice.</summary>
    public required IReadOnlyList<SourcePlace> Sources { get; init; }

    /// <summary>The server of the buckets; null for what the environment says, or AWS.</summary>
    public Uri? S3Endpoint { get; init; }

    /// <summary>The port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The address to listen on.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The folder in which the catalogue is kept.</summary>
    public required string Data { get; init; }

    /// <summary>Bytes of log under which no snapshot is taken.</summary>
    public long SnapshotLogBytes { get; init; } = SnapshotPolicy.UsualLeastLog;

    /// <summary>From one look at a source to the next; null for what suits its kind.</summary>
    public TimeSpan? Poll { get; init; }

    /// <summary>Who may write.</summary>
    public AccessPolicy Access { get; init; } = new();

    /// <summary>By HTTPS; null for HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>From readiness going false to the end of accepting.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>Of full-text search; null for those built in.</summary>
    public SearchRules? SearchRules { get; init; }
}
