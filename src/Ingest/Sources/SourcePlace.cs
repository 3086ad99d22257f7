namespace MovieGrains.Ingest.Sources;

/// <summary>A place where drop files come from, as an operator names it.</summary>
public abstract record SourcePlace
{
    private protected SourcePlace()
    {
    }

    /// <summary>What the source that is there is called: <see cref="IObjectSource.Name"/>.</summary>
    public abstract string Name { get; }

    /// <summary>How often it is looked at unless that is set: <see cref="IObjectSource.UsualInterval"/>.</summary>
    public abstract TimeSpan UsualInterval { get; }

    /// <summary>Reads a place: a folder, a file, or <c>s3://bucket/prefix</c>.</summary>
    /// <param name="text">What names it.</param>
    /// <param name="mayBeAway">Whether there is a catalogue to serve without it. Else a folder that is not there is a slip of
    /// the pen; with it, more likely a volume that is not mounted, and no reason to serve nothing.</param>
    /// <param name="fault">What is wrong, in a sentence; of a bucket, without the text, which may hold somebody's password.</param>
    /// <returns>The place; null when something is wrong.</returns>
    public static SourcePlace? Parse(string text, bool mayBeAway, out string fault)
    {
        fault = "";
        if (S3Url.IsOne(text))
            return S3Url.TryParse(text, out var url, out fault!) ? new BucketPlace(url) : null;
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
        if (mayBeAway || Directory.Exists(path) || File.Exists(path))
            return new FolderPlace(path);
        fault = $"'{text}' is neither a folder nor a file, nor a bucket such as s3://bucket/prefix.";
        return null;
    }

    /// <summary>The source that is there.</summary>
    /// <param name="endpoint">The server of buckets; null for what the environment says, or AWS.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="random">Spreads them.</param>
    public abstract IObjectSource Open(Uri? endpoint, TimeProvider time, Random random);
}

/// <summary>A folder, or one file. It need not be there yet.</summary>
/// <param name="Path">The whole path, without a separator at its end.</param>
public sealed record FolderPlace(string Path) : SourcePlace
{
    /// <inheritdoc/>
    public override string Name => Path;

    /// <inheritdoc/>
    public override TimeSpan UsualInterval => UsualIntervals.OfFolders;

    /// <inheritdoc/>
    public override IObjectSource Open(Uri? endpoint, TimeProvider time, Random random) => new AwaitedFolder(Path);
}

/// <summary>A bucket, or what begins with a prefix in it.</summary>
/// <param name="Url">Which.</param>
public sealed record BucketPlace(S3Url Url) : SourcePlace
{
    /// <inheritdoc/>
    public override string Name => Url.ToString();

    /// <inheritdoc/>
    public override TimeSpan UsualInterval => UsualIntervals.OfBuckets;

    /// <inheritdoc/>
    public override IObjectSource Open(Uri? endpoint, TimeProvider time, Random random) =>
        new S3Source(new S3SourceOptions { Bucket = Url.Bucket, Prefix = Url.Prefix, Endpoint = endpoint }, time, random);
}
