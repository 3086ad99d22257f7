namespace MovieGrains.Catalog.Records;

/// <summary>Takes the records of drop files into a catalogue: the seam between ingestion and the two editions.</summary>
public interface IRecordSink
{
    /// <summary>Begins a batch. Batches are taken one after the other: the call waits for the one before to be disposed.</summary>
    ValueTask<IRecordBatch> BeginAsync(CancellationToken cancellationToken);
}

/// <summary>The records of one or more files, which readers see all at once when it is committed.</summary>
/// <remarks>Not safe for several threads. Disposed without <see cref="CommitAsync"/>, it has changed nothing.</remarks>
public interface IRecordBatch : IAsyncDisposable
{
    /// <summary>Begins a file. Its records count for nothing until <see cref="EndFileAsync"/>.</summary>
    void BeginFile(FileOrigin origin);

    /// <summary>Takes one record.</summary>
    /// <param name="json">The record as the file has it, one JSON value in UTF-8; need not be valid.</param>
    /// <param name="place">Its place in the file, from 0.</param>
    /// <returns>Null when it was taken, else why it is rejected.</returns>
    RecordFault? Add(ReadOnlySpan<byte> json, int place);

    /// <summary>Ends the file: its records are merged into the catalogue.</summary>
    ValueTask<FileOutcome> EndFileAsync(CancellationToken cancellationToken);

    /// <summary>Ends the file as if it had never been begun.</summary>
    void AbandonFile();

    /// <summary>Makes all ended files visible to readers, at once.</summary>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

/// <summary>Where a file's records come from and when it was last modified; one object per version of a file.</summary>
/// <param name="LastModified">The file's last-modified time.</param>
/// <param name="Source">The source's name, such as a bucket's URL or a folder's.</param>
/// <param name="Key">The file's key in its source.</param>
public sealed record FileOrigin(DateTimeOffset LastModified, string Source, string Key);

/// <summary>Why a record is rejected.</summary>
/// <param name="Path">The JSON path of what is wrong, such as <c>$.cast[2]</c>; <c>$</c> for the record as a whole.</param>
/// <param name="Reason">One sentence, without the record's own text beyond a short quotation.</param>
public sealed record RecordFault(string Path, string Reason);

/// <summary>A record that was rejected when its file was merged.</summary>
/// <param name="Place">Its place in the file, from 0.</param>
/// <param name="Fault">Why.</param>
public readonly record struct RejectedRecord(int Place, RecordFault Fault);

/// <summary>What became of the records that a batch took from one file.</summary>
public sealed class FileOutcome
{
    /// <summary>Records that made a new movie.</summary>
    public int Added { get; set; }

    /// <summary>Records that changed a movie.</summary>
    public int Updated { get; set; }

    /// <summary>Records that changed nothing that readers can see.</summary>
    public int Unchanged { get; set; }

    /// <summary>Records that removed a movie.</summary>
    public int Deleted { get; set; }

    /// <summary>Records whose <c>id</c> was dropped: ids are the catalogue's own.</summary>
    public int IdsDropped { get; set; }

    /// <summary>Records that could not be merged; those that <see cref="IRecordBatch.Add"/> refused are not among them.</summary>
    public List<RejectedRecord> Rejected { get; } = [];
}
