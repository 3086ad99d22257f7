namespace MovieGrains.Standalone.Settings;

/// <summary>One thing that can be set: <c>--name</c>, else <c>MOVIES_NAME</c>, else <c>Movies:name</c> of
/// appsettings.json.</summary>
/// <param name="Name">Its name on the command line, without the dashes.</param>
/// <param name="Placeholder">What its value is called in the usage text; empty for a switch, which needs no value.</param>
/// <param name="Description">What it does, with its unit, range and default.</param>
internal sealed record Setting(string Name, string Placeholder, string Description)
{
    public static readonly Setting Source = new("source", "PLACE",
        "A folder of drop files (*.json, *.ndjson, also *.gz), looked into at all depths, one file, or a bucket's s3://bucket/prefix; "
        + "default the sample. May be given several times; in a variable, with | between.")
    {
        MayRepeat = true,
    };

    public static readonly Setting S3Endpoint = new("s3-endpoint", "URL",
        "The S3-compatible server of all buckets; default what AWS_ENDPOINT_URL says, else AWS. Region and credentials come from "
        + "where AWS tools look for them.");

    public static readonly Setting Port = new("port", "N",
        "The port to listen on, 0 to 65535; 0 takes any that is free; default 8080.");

    public static readonly Setting Bind = new("bind", "ADDR",
        "The IP address to listen on; default 127.0.0.1, 0.0.0.0 for all.");

    public static readonly Setting Data = new("data", "DIR",
        "The folder in which the catalogue is kept over restarts; default ./data. One process at a time.");

    public static readonly Setting Poll = new("poll", "SECONDS",
        "How often to look for new and changed files, 0.05 to 86400; default 2 for folders, 15 for buckets. Shorter shows them "
        + "sooner and lists more often.");

    public static readonly Setting ApiKeys = new("api-keys", "LIST",
        "Who may write: NAME:HASH with commas between, the hash being the hexadecimal SHA-256 of the key; default none, and then "
        + "only this machine may.");

    public static readonly Setting ReadOnly = new("read-only", "",
        "Refuse all writes: one of several replicas over the same sources. Default false.");

    public static readonly Setting WriterUrl = new("writer-url", "URL",
        "Where a read-only replica sends those who want to write; default nowhere.");

    public static readonly Setting Drain = new("drain", "SECONDS",
        "How long to go on answering after /readyz says that the process stops, 0 to 300; default 0. As long as whatever sends "
        + "requests here takes to notice.");

    public static readonly Setting SnapshotLogBytes = new("snapshot-log-bytes", "N",
        "Bytes of log under which no snapshot is taken, from 1; default 67108864.")
    {
        IsInUsage = false,
    };

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All =
        [Source, S3Endpoint, Port, Bind, Data, Poll, ApiKeys, ReadOnly, WriterUrl, Drain, SnapshotLogBytes];

    /// <summary>Whether it may be given several times.</summary>
    public bool MayRepeat { get; private init; }

    /// <summary>Whether the usage text names it; what only trials need would hide what everybody does.</summary>
    public bool IsInUsage { get; private init; } = true;

    /// <summary>Whether naming it is enough.</summary>
    public bool IsSwitch => Placeholder.Length == 0;

    /// <summary>Its name in the environment.</summary>
    public string Variable => "MOVIES_" + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>Its key in appsettings.json.</summary>
    public string Key => "Movies:" + Name;
}
