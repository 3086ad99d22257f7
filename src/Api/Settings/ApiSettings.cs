using MovieGrains.Http.Settings;

namespace MovieGrains.Api.Settings;

/// <summary>What can be set.</summary>
internal static class ApiSettings
{
    public const int UsualPort = 8080;

    public static readonly Setting GatewayPort = new("gateway-port", "N",
        "Without a database: the port of the single silo on this machine, 1 to 65535; default 30000.");

    public static readonly Setting Port = ServerSettings.Port(UsualPort);

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All =
    [
        ClusterSettings.Postgres, ClusterSettings.ClusterId, ClusterSettings.ServiceId, GatewayPort, Port, ServerSettings.Bind,
        ServerSettings.ApiKeys, ServerSettings.ApiKeysFile, ServerSettings.ReadKeys, ServerSettings.RateLimit, ServerSettings.KeyRateLimit,
        ServerSettings.TrustedProxies, ServerSettings.ReadOnly, ServerSettings.WriterUrl, TlsSettings.Certificate, TlsSettings.Key,
        TlsSettings.ClusterCertificate, TlsSettings.ClusterKey, TlsSettings.ClusterAuthority, ServerSettings.Drain,
    ];

    /// <summary>The usage text.</summary>
    public static string Usage => CommandLine.Usage("Serves the catalogue of a cluster over HTTP.", All);
}
