namespace MovieGrains.Ingest.Ledgers;

/// <summary>What became of a drop file's records, in numbers. Every record is accounted for.</summary>
public sealed record FileReport
{
    /// <summary>Rejected records that a file's row lists; of others it has the number only, as a bad file can have millions.</summary>
    public const int MaxListed = 100;

    /// <summary>A report, once all that it says is set and <see cref="ThrowIfUnaccounted"/> has passed.</summary>
    internal FileReport()
    {
    }

    /// <summary>Records in the file.</summary>
    public required int Records { get; init; }

    /// <summary>Records that made a new movie.</summary>
    public required int Added { get; init; }

    /// <summary>Records that changed a movie.</summary>
    public required int Updated { get; init; }

    /// <summary>Records that changed nothing.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Records that removed a movie.</summary>
    public required int Deleted { get; init; }

    /// <summary>Records that were rejected.</summary>
    public required int Rejected { get; init; }

    /// <summary>Records whose <c>id</c> was dropped.</summary>
    public required int IdsDropped { get; init; }

    /// <summary>From opening it to having its records read.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Holds the report to its promise: a sink that loses records silently is a defect that nobody else would see.</summary>
    internal FileReport ThrowIfUnaccounted()
    {
        var accounted = (long)Added + Updated + Unchanged + Deleted + Rejected;
        return accounted == Records
            ? this
            : throw new InvalidOperationException(
                $"Of {Records} records {accounted} are accounted for: added {Added}, updated {Updated}, "
                + $"unchanged {Unchanged}, deleted {Deleted}, rejected {Rejected}.");
    }
}
