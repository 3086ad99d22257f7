namespace MovieGrains.Http.Settings;

/// <summary>What can be set of every process that serves the HTTP surface, under the same name in each.</summary>
public static class ServerSettings
{
    /// <summary>The address to listen on.</summary>
    public static readonly Setting Bind = new("bind", "ADDR",
        "The IP address to listen on; default 127.0.0.1, 0.0.0.0 for all.");

    /// <summary>Who may write.</summary>
    public static readonly Setting ApiKeys = new("api-keys", "LIST",
        "Who may write: NAME:HASH with commas between, the hash being the hexadecimal SHA-256 of the key; default none, and then "
        + "only this machine may.");

    /// <summary>Who may do what, in a file.</summary>
    public static readonly Setting ApiKeysFile = new("api-keys-file", "FILE",
        "More keys, with scopes: a line NAME sha256:HASH:SCOPES each, scopes being some of read, write, ingest and admin. Read again "
        + "whenever it changes. The command key makes one.");

    /// <summary>Whether reading needs a key.</summary>
    public static readonly Setting ReadKeys = new("read-keys", "",
        "Whether reading movies needs a key, too, with the scope read. Default false.");

    /// <summary>How much a client without a key may ask.</summary>
    public static readonly Setting RateLimit = new("rate-limit", "N/SECONDS",
        "How many requests a client may send: N at once, and as many again within SECONDS; by address, or by key where it shows one. "
        + "Default none. Beyond it is 429.");

    /// <summary>How much a client with a key may ask.</summary>
    public static readonly Setting KeyRateLimit = new("key-rate-limit", "N/SECONDS",
        "The same for clients that show a key; default as --rate-limit.");

    /// <summary>Who is believed about addresses.</summary>
    public static readonly Setting TrustedProxies = new("trusted-proxies", "LIST",
        "Networks, such as 10.0.0.0/8, with commas between, of proxies that are believed about a client's address (X-Forwarded-For), for "
        + "limits and the audit log; default none.");

    /// <summary>What full-text search knows of a language.</summary>
    public static readonly Setting SearchRules = new("search-rules", "FILE",
        "Stop words, synonyms and weights of full-text search: a whole set of rules as docs/search.md has them, read at the start; "
        + "default those built in.");

    /// <summary>Whether nobody may.</summary>
    public static readonly Setting ReadOnly = new("read-only", "",
        "Refuse all writes: one of several replicas over the same sources. Default false.");

    /// <summary>Where they may.</summary>
    public static readonly Setting WriterUrl = new("writer-url", "URL",
        "Where a read-only replica sends those who want to write; default nowhere.");

    /// <summary>From readiness going false to the end of accepting.</summary>
    public static readonly Setting Drain = new("drain", "SECONDS",
        "How long to go on answering after /readyz says that the process stops, 0 to 300; default 0. As long as whatever sends "
        + "requests here takes to notice.");

    /// <summary>The port to listen on.</summary>
    /// <param name="usual">The default.</param>
    public static Setting Port(int usual) => new("port", "N",
        FormattableString.Invariant($"The port to listen on, 0 to 65535; 0 takes any that is free; default {usual}."));
}
