namespace MovieGrains.Grains.Storage;

/// <summary>A record can't be written any more by whoever had it: somebody else has it now, or it is not known what a write came to.
/// What was being written may be there or not; the record itself knows, and is to be read again.</summary>
public sealed class RecordLostException : Exception
{
    /// <summary>A record was lost.</summary>
    /// <param name="innerException">How.</param>
    public RecordLostException(Exception innerException)
        : base("The record is to be read again before anything more is written to it: try again.", innerException)
    {
    }
}
