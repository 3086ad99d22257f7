using MovieGrains.Http.Settings;
using MovieGrains.Settings;

namespace MovieGrains.Standalone.Settings;

/// <summary>What can be set.</summary>
internal static class StandaloneSettings
{
    public const string Purpose = "Serves a movie catalogue over HTTP.";

    public const int UsualPort = 8080;

    public static readonly Setting Source = SourceSettings.Source("the sample");

    public static readonly Setting Port = ServerSettings.Port(UsualPort);

    public static readonly Setting Data = new("data", "DIR",
        "The folder in which the catalogue is kept over restarts; default ./data. One process at a time.");

    public static readonly Setting SnapshotLogBytes = new("snapshot-log-bytes", "N",
        "Bytes of log under which no snapshot is taken, from 1; default 8388608.")
    {
        IsInUsage = false,
    };

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All =
    [
        Source, SourceSettings.S3Endpoint, Port, ServerSettings.Bind, Data, SourceSettings.Poll, ServerSettings.SearchRules, ServerSettings.ApiKeys, ServerSettings.ApiKeysFile,
        ServerSettings.ReadKeys, ServerSettings.RateLimit, ServerSettings.KeyRateLimit, ServerSettings.TrustedProxies,
        ServerSettings.ReadOnly, ServerSettings.WriterUrl, TlsSettings.Certificate, TlsSettings.Key, ServerSettings.Drain, SnapshotLogBytes,
    ];

    /// <summary>The usage text.</summary>
    public static string Usage => CommandLine.Usage(Purpose, All);
}
