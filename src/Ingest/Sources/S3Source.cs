using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;

namespace MovieGrains.Ingest.Sources;

/// <summary>The drop files in a bucket, those whose keys begin with a prefix.</summary>
/// <remarks>
/// Keys are the bucket's own, whole. Names are judged by what follows the last <c>/</c>, so the marks that some tools leave
/// for folders are passed over. The rights to list the bucket and to read the objects are enough. May be used by many at once.
/// </remarks>
public sealed class S3Source : IObjectSource, IDisposable
{
    private readonly S3SourceOptions _options;
    private readonly S3Connection _connection;
    private readonly S3Patience _patience;
    private readonly S3Listing _listing;

    /// <summary>Credentials, and AWS's region, come from where the AWS SDK looks for them. Nothing is asked of the server yet.</summary>
    /// <exception cref="InvalidOperationException">An option is out of its range.</exception>
    /// <exception cref="S3SourceException">No region is known, or the endpoint in the environment is no address.</exception>
    public S3Source(S3SourceOptions options, TimeProvider time, Random random)
        : this(options, time, random, null)
    {
    }

    internal S3Source(S3SourceOptions options, TimeProvider time, Random random, AWSCredentials? credentials)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        _options = options;
        _connection = S3Connection.Open(options, credentials);
        _patience = new S3Patience(options, time, random);
        _listing = new S3Listing(options, _connection.Client, _patience);
        Name = new S3Url(options.Bucket, options.Prefix).ToString();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TimeSpan UsualInterval => UsualIntervals.OfBuckets;

    /// <inheritdoc/>
    public bool PromisesVersion => true;

    /// <inheritdoc/>
    public bool TryMatch(string bucket, string key, [NotNullWhen(true)] out string? sourceKey)
    {
        var isOurs = string.Equals(bucket, _options.Bucket, StringComparison.Ordinal)
            && key.StartsWith(_options.Prefix, StringComparison.Ordinal)
            && IsDropFile(key);
        sourceKey = isOurs ? key : null;
        return isOurs;
    }

    /// <inheritdoc/>
    /// <exception cref="S3SourceException">The bucket can't be listed.</exception>
    public async IAsyncEnumerable<SourceObject> ListAsync(
        Action<SourceFault> onFault, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onFault);
        await foreach (var item in _listing.ObjectsAsync(cancellationToken))
        {
            if (!IsDropFile(item.Key))
                continue;
            if (Describe(item) is { } version)
                yield return version;
            else
                onFault(new SourceFault(item.Key, "The server lists it without its size or its time."));
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// By a listing, and not by a HEAD request: that gives times in whole seconds where a listing may have milliseconds, and
    /// a version that is found must equal the one that was listed.
    /// </remarks>
    /// <exception cref="S3SourceException">The bucket can't be listed.</exception>
    public async ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!key.StartsWith(_options.Prefix, StringComparison.Ordinal) || !IsDropFile(key))
            return null;
        var first = await _listing.FirstAsync(key, cancellationToken);
        var found = first.FirstOrDefault(item => string.Equals(item.Key, key, StringComparison.Ordinal));
        return found is null ? null : Describe(found);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What is read is that version from its first byte to its last, or reading fails. A transfer that breaks off or hangs is
    /// continued where it stopped.
    /// </remarks>
    /// <exception cref="S3SourceException">The object can't be read, or is no longer that version.</exception>
    public async ValueTask<Stream> OpenAsync(SourceObject version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var stream = new S3ObjectStream(_options, _connection, _patience, version);
        try
        {
            await stream.ConnectAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static bool IsDropFile(string key) => DropFileNames.Has(key[(key.LastIndexOf('/') + 1)..]);

    private static SourceObject? Describe(S3Object item) =>
        item is { Size: { } bytes, LastModified: { } modified }
            ? new SourceObject(item.Key, bytes, item.ETag, new DateTimeOffset(modified.ToUniversalTime()))
            : null;
}
