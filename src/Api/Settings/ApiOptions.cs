using System.Net;
using MovieGrains.Http.Settings;
using MovieGrains.Http.Tls;
using MovieGrains.Http.Access;

namespace MovieGrains.Api.Settings;

/// <summary>How the process was told to run.</summary>
internal sealed record ApiOptions
{
    /// <summary>The database in which silos are found; null for a single silo on this machine. May hold a password: never logged.</summary>
    public string? Postgres { get; init; }

    /// <summary>Which cluster it asks.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Whose state that is.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The port of the single silo.</summary>
    public int GatewayPort { get; init; } = ClusterSettings.UsualGatewayPort;

    /// <summary>The port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; } = ApiSettings.UsualPort;

    /// <summary>The address to listen on.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Who may write.</summary>
    public AccessPolicy Access { get; init; } = new();

    /// <summary>By HTTPS; null for HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>How processes of the cluster know one another; null when they trust whoever reaches them.</summary>
    public ClusterTls? ClusterTls { get; init; }

    /// <summary>From readiness going false to the end of accepting.</summary>
    public TimeSpan Drain { get; init; }
}
