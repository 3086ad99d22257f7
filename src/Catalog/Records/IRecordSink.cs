using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Records;

/// <summary>Takes the records of drop files into a catalogue: the seam between ingestion and the two editions.</summary>
public interface IRecordSink
{
    /// <summary>Begins a batch. Batches keep nobody waiting before they are committed.</summary>
    IRecordBatch Begin();
}

/// <summary>The records of one or more files, which readers see all at once when it is committed.</summary>
/// <remarks>Not safe for several threads. Disposed without <see cref="CommitAsync"/>, it has changed nothing. A file too large
/// for one batch may be given to several, one after the other, under one <see cref="FileOrigin"/>, its places counted on.</remarks>
public interface IRecordBatch : IDisposable
{
    /// <summary>Bytes of memory that the records taken so far hold, about.</summary>
    long StagedBytes { get; }

    /// <summary>Begins a file. Its records count for nothing until <see cref="EndFile"/>.</summary>
    void BeginFile(FileOrigin origin);

    /// <summary>Takes one record.</summary>
    /// <param name="json">The record as the file has it, one JSON value in UTF-8; need not be valid.</param>
    /// <param name="place">Its place in the file, from 0.</param>
    /// <returns>Null when it was taken, else why it is rejected.</returns>
    RecordFault? Add(ReadOnlySpan<byte> json, int place);

    /// <summary>Ends the file: its records are among those to be committed.</summary>
    void EndFile();

    /// <summary>Ends the file as if it had never been begun.</summary>
    void AbandonFile();

    /// <summary>Merges the records of all ended files into the catalogue, makes them durable and shows them to readers, at once.</summary>
    /// <param name="notes">Makes the notes that are kept together with them, from what became of each ended file, in their
    /// order; null for none. Called once, while nobody else can write: it must not wait.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>What became of each ended file, in their order.</returns>
    /// <exception cref="WriteRefusedException">Nothing can be written; nothing has changed.</exception>
    ValueTask<IReadOnlyList<FileOutcome>> CommitAsync(
        Func<IReadOnlyList<FileOutcome>, IEnumerable<Note>>? notes, CancellationToken cancellationToken);
}

/// <summary>Where a file's records come from and when it was last modified; one object per version of a file.</summary>
/// <param name="LastModified">The file's last-modified time.</param>
/// <param name="Source">The source's name, such as a bucket's URL or a folder's.</param>
/// <param name="Key">The file's key in its source.</param>
public sealed record FileOrigin(DateTimeOffset LastModified, string Source, string Key)
{
    /// <summary>Stands for source and key in an address: 16 hexadecimal digits, the same for every version of the file.</summary>
    public string FileId => NumberOf(Source, Key).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Stands for a file, whatever its version, where 64 bits are wanted in place of source and key.</summary>
    public static ulong NumberOf(string source, string key) => XxHash64.Hash(Encoding.UTF8.GetBytes($"{source}\n{key}"));
}

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

    /// <summary>Counts a record that was merged.</summary>
    internal void Count(RecordResult result)
    {
        switch (result)
        {
            case RecordResult.Added:
                Added++;
                break;
            case RecordResult.Updated:
                Updated++;
                break;
            case RecordResult.Unchanged:
                Unchanged++;
                break;
            case RecordResult.Deleted:
                Deleted++;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "A rejected record has a fault.");
        }
    }
}
