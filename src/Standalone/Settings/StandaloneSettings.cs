using MovieGrains.Http.Settings;

namespace MovieGrains.Standalone.Settings;

/// <summary>What can be set.</summary>
internal static class StandaloneSettings
{
    public const string Purpose = "Serves a movie catalogue over HTTP.";

    public const int UsualPort = 8080;

    public static readonly Setting Source = new("source", "PLACE",
        "A folder of drop files (*.json, *.ndjson, also *.gz), looked into at all depths, one file, or a bucket's s3://bucket/prefix; "
        + "default the sample. May be given several times; in a variable, with | between.")
    {
        MayRepeat = true,
    };

    public static readonly Setting S3Endpoint = new("s3-endpoint", "URL",
        "The S3-compatible server of all buckets; default what AWS_ENDPOINT_URL says, else AWS. Region and credentials come from "
        + "where AWS tools look for them.");

    public static readonly Setting Port = ServerSettings.Port(UsualPort);

    public static readonly Setting Data = new("data", "DIR",
        "The folder in which the catalogue is kept over restarts; default ./data. One process at a time.");

    public static readonly Setting Poll = new("poll", "SECONDS",
        "How often to look for new and changed files, 0.05 to 86400; default 2 for folders, 15 for buckets. Shorter shows them "
        + "sooner and lists more often.");

    public static readonly Setting SnapshotLogBytes = new("snapshot-log-bytes", "N",
        "Bytes of log under which no snapshot is taken, from 1; default 8388608.")
    {
        IsInUsage = false,
    };

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All =
    [
        Source, S3Endpoint, Port, ServerSettings.Bind, Data, Poll, ServerSettings.SearchRules, ServerSettings.ApiKeys, ServerSettings.ApiKeysFile,
        ServerSettings.ReadKeys, ServerSettings.RateLimit, ServerSettings.KeyRateLimit, ServerSettings.TrustedProxies,
        ServerSettings.ReadOnly, ServerSettings.WriterUrl, TlsSettings.Certificate, TlsSettings.Key, ServerSettings.Drain, SnapshotLogBytes,
    ];

    /// <summary>The usage text.</summary>
    public static string Usage => CommandLine.Usage(Purpose, All);
}
