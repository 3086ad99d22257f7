namespace MovieGrains.Ingest.Sources;

/// <summary>Which objects of which bucket, and how patiently they are read.</summary>
public sealed record S3SourceOptions
{
    /// <summary>The bucket's name.</summary>
    public required string Bucket { get; init; }

    /// <summary>What keys begin with, literally; a folder's ends with <c>/</c>. Empty by default: the whole bucket.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>
    /// The server, http or https, for one that is not AWS; it is then asked path-style. Null by default: what
    /// <c>AWS_ENDPOINT_URL_S3</c> or <c>AWS_ENDPOINT_URL</c> say, else AWS itself.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// How long nothing may come, be it the answer or the next bytes, before the request is given up and made anew: 30 s by
    /// default, 100 ms to 10 min. Shorter notices a hanging server sooner and gives up slow ones that would have answered.
    /// </summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Requests made in a row without any progress before it is a failure: 5 by default, 1 to 20. More outlast a longer
    /// outage within one poll; fewer leave that to the next poll sooner.
    /// </summary>
    public int Attempts { get; init; } = 5;

    /// <summary>
    /// How often a transfer of one file may break off and be continued: 200 by default, 0 to 10,000. More bring a large file
    /// over a bad line; fewer bound what a server that breaks off all the time can cost.
    /// </summary>
    public int Resumes { get; init; } = 200;

    /// <summary>
    /// The longest first wait before a request is made anew, 200 ms by default, 1 ms to 10 s; it doubles with each failure in
    /// a row, and the wait itself is random between nothing and that. Longer spares a server in trouble.
    /// </summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What the doubled <see cref="BackOff"/> never exceeds, 10 s by default, up to 5 min, and not less than it.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Keys asked for in one page of a listing, 1,000 by default and at most, from 1. Fewer only serve tests.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>
    /// Whether what was read is compared with the MD5 or checksum that the server has for it, true by default. False is for
    /// servers whose entity tags look like an MD5 and are none; torn files are noticed all the same.
    /// </summary>
    public bool VerifyContent { get; init; } = true;

    /// <summary>Throws when an option is out of its range.</summary>
    /// <exception cref="InvalidOperationException">One is; the message names it.</exception>
    public void Validate()
    {
        Refuse(S3Url.BucketFault(Bucket));
        Refuse(S3Url.PrefixFault(Prefix));
        Require(Endpoint is null || IsServer(Endpoint), "The endpoint must be an http or https address without credentials and query.");
        Require(IsWithin(ReadTimeout, 0.1, 600), $"{nameof(ReadTimeout)} is {ReadTimeout}; it must be from 100 ms to 10 min.");
        Require(Attempts is >= 1 and <= 20, $"{nameof(Attempts)} is {Attempts}; it must be from 1 to 20.");
        Require(Resumes is >= 0 and <= 10_000, $"{nameof(Resumes)} is {Resumes}; it must be from 0 to 10,000.");
        Require(IsWithin(BackOff, 0.001, 10), $"{nameof(BackOff)} is {BackOff}; it must be from 1 ms to 10 s.");
        Require(MaxBackOff >= BackOff && MaxBackOff <= TimeSpan.FromMinutes(5),
            $"{nameof(MaxBackOff)} is {MaxBackOff}; it must be from {nameof(BackOff)} to 5 min.");
        Require(PageSize is >= 1 and <= 1_000, $"{nameof(PageSize)} is {PageSize}; it must be from 1 to 1,000.");
    }

    /// <summary>Whether an address can be a server's. What stands for credentials in one would end up in logs.</summary>
    internal static bool IsServer(Uri endpoint) =>
        endpoint.IsAbsoluteUri
        && endpoint.Scheme is "http" or "https"
        && endpoint.UserInfo.Length + endpoint.Query.Length + endpoint.Fragment.Length == 0;

    private static bool IsWithin(TimeSpan value, double from, double to) =>
        value >= TimeSpan.FromSeconds(from) && value <= TimeSpan.FromSeconds(to);

    private static void Refuse(string? fault) => Require(fault is null, fault!);

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
            throw new InvalidOperationException(otherwise);
    }
}
