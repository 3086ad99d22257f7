namespace MovieGrains.Ingest.Ledgers;

/// <summary>What seeing a version of a file means.</summary>
internal enum Sighting
{
    /// <summary>Nothing: it is known, and the row that is durable says so.</summary>
    Known,

    /// <summary>It is to be read: it is new, has changed, or failed and is to be tried again.</summary>
    Due,

    /// <summary>It was gone and is back as it was: nothing is to be read, but its row is to be written.</summary>
    Returned,
}
