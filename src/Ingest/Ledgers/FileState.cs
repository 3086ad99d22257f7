namespace MovieGrains.Ingest.Ledgers;

/// <summary>What has become of a drop file.</summary>
public enum FileState
{
    /// <summary>Seen and not yet read, or read in a batch that is not yet committed.</summary>
    Pending,

    /// <summary>Its records are in the catalogue, those rejected aside.</summary>
    Ingested,

    /// <summary>Refused as a whole; not read again until it changes.</summary>
    Quarantined,

    /// <summary>It could not be read, or changed meanwhile; read again once its next attempt is due.</summary>
    FailedWillRetry,

    /// <summary>No longer in its source. What it brought stays.</summary>
    Gone,
}
