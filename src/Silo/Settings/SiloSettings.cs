using MovieGrains.Http.Settings;
using MovieGrains.Settings;

namespace MovieGrains.Silo.Settings;

/// <summary>What can be set.</summary>
internal static class SiloSettings
{
    public const int UsualPort = 8081;
    public const int UsualSiloPort = 11111;

    public static readonly Setting Source = SourceSettings.Source("none", " The same in every silo.");

    public static readonly Setting Memory = new("memory", "SIZE",
        "What the silo may take to hold the catalogue, the years that it owns among it, as 512MB or 4GB, 64kB at least; years that do not fit "
        + "for its readers are asked elsewhere. Default as much as all of it needs. Should be the same in every silo.");

    public static readonly Setting SplitAbove = new("split-above", "MOVIES",
        "From how many movies on a partition by genre or cast name is split, 1000 to 10000000; default 250000.");

    public static readonly Setting SiloPort = new("silo-port", "N",
        "The port for other silos, 0 to 65535; 0 takes any that is free; default 11111.");

    public static readonly Setting GatewayPort = new("gateway-port", "N",
        "The port for API processes, 0 to 65535; 0 takes any that is free; default 30000.");

    public static readonly Setting Advertise = new("advertise", "ADDR",
        "The IP address at which other processes reach this silo, or auto for the machine's own; default 127.0.0.1, and then it listens to "
        + "this machine alone, else on all addresses.");

    public static readonly Setting Port = ServerSettings.Port(UsualPort);

    public static readonly Setting DashboardKeys = new("dashboard-keys", "LIST",
        "Who may see /dashboard from elsewhere: NAME:HASH with commas between, the hash being the hexadecimal SHA-256 of the key; "
        + "default none, and then only this machine may.");

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All =
    [
        Source, SourceSettings.S3Endpoint, SourceSettings.Poll, Memory, SplitAbove, ServerSettings.SearchRules, ClusterSettings.Postgres, ClusterSettings.ClusterId, ClusterSettings.ServiceId, SiloPort, GatewayPort,
        Advertise, Port, ServerSettings.Bind, DashboardKeys, ServerSettings.ApiKeysFile, TlsSettings.Certificate, TlsSettings.Key,
        TlsSettings.ClusterCertificate, TlsSettings.ClusterKey, TlsSettings.ClusterAuthority, ServerSettings.Drain,
    ];

    /// <summary>The usage text.</summary>
    public static string Usage => CommandLine.Usage(
        "Runs a silo: one of the processes that hold the catalogue of a cluster. With --print-schema, prints the SQL of its tables and ends.", All);
}
