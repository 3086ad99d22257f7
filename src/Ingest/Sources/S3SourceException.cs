namespace MovieGrains.Ingest.Sources;

/// <summary>A bucket could not be listed, or an object not be read; the message is for an operator, and says all.</summary>
/// <remarks>An <see cref="IOException"/>, as a folder's failures are: it is logged without a stack.</remarks>
public sealed class S3SourceException : IOException
{
    /// <summary>With its message.</summary>
    public S3SourceException(string message)
        : base(message)
    {
    }

    /// <summary>With its message, and what it comes from.</summary>
    public S3SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
