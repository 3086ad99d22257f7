namespace MovieGrains.Ingest.Reading;

/// <summary>A file's source failed to give its bytes: nothing is known of what is in it, and reading it again may help.</summary>
public sealed class UnreadableFileException : Exception
{
    /// <summary>With a message of its own.</summary>
    public UnreadableFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Because of another exception, whose message it has.</summary>
    public UnreadableFileException(Exception innerException)
        : base(innerException?.Message, innerException)
    {
    }
}
