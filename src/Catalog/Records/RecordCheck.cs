namespace MovieGrains.Catalog.Records;

/// <summary>Reads records to tell whether they are valid, and which year's they are: all that is needed to send each to where it is
/// merged. Not safe for several threads.</summary>
public sealed class RecordCheck
{
    private readonly RecordReader reader = new();
    private readonly MovieRecord record = new();

    /// <summary>Reads a record.</summary>
    /// <param name="json">One JSON value in UTF-8; need not be valid.</param>
    /// <param name="year">Its year, 1..9999; 0 when it is rejected.</param>
    /// <returns>Null when it is valid, else why it is rejected.</returns>
    public RecordFault? Read(ReadOnlySpan<byte> json, out int year)
    {
        var fault = reader.Read(json, record);
        year = fault is null ? record.Year : 0;
        return fault;
    }
}
