namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>How far <see cref="RecordSplitter.Next"/> came.</summary>
public enum SplitStep
{
    /// <summary>What it has holds no further record: give it more bytes, or say that there are none.</summary>
    NeedBytes,

    /// <summary>A record is there to be taken.</summary>
    Record,

    /// <summary>The file ended as a file should; all its records were there.</summary>
    End,

    /// <summary>The file as a whole is refused: none of its records may count.</summary>
    Refused,
}
