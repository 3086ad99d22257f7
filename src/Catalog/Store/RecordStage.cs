using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Store;

/// <summary>Records that have been read and found valid, before anything is merged: all that can be done without keeping
/// another writer waiting.</summary>
/// <remarks>A record is read once: its document goes into the arena, where it stays if the record makes a new movie, as nearly
/// all of a first load do.</remarks>
internal sealed class RecordStage
{
    /// <summary>About how many bytes a staged record takes beside its document.</summary>
    private const int RecordOverhead = 96;

    private readonly RecordReader reader = new();
    private readonly MovieRecord record = new();
    private readonly ByteBuffer document = new(2048);
    private byte[] scratch = new byte[256];

    /// <summary>The documents.</summary>
    public DocumentArena Arena { get; } = new();

    public ChunkedList<StagedRecord> Records { get; } = new();

    /// <summary>Records that came with an id, which is dropped.</summary>
    public int IdsDropped { get; private set; }

    /// <summary>Bytes of memory held, about.</summary>
    public long Bytes => Arena.Written + ((long)Records.Count * RecordOverhead);

    /// <summary>Takes one record.</summary>
    /// <returns>Null when it was taken, else why it is rejected.</returns>
    public RecordFault? Add(ReadOnlySpan<byte> json, FileOrigin origin, int place)
    {
        var fault = reader.Read(json, record);
        if (fault is not null)
            return fault;
        IdsDropped += record.HadId ? 1 : 0;
        var id = Identify(record, ref scratch);
        document.Clear();
        DocumentFormat.Write(record, id, document);
        var state = RecordMerger.StateOf(record, new Stamp(origin, place), Stamp.Never);
        Records.Add(new StagedRecord(id, Arena.Add(document.Written), place, record.Deleted, state));
        return null;
    }

    /// <summary>Where it stands, to come back to.</summary>
    public Mark Here => new(Arena.Mark, Arena.Written, Records.Count, IdsDropped);

    /// <summary>Forgets all that was taken since.</summary>
    public void GoBack(in Mark mark)
    {
        Arena.Truncate(mark.Arena, mark.Written);
        Records.Truncate(mark.Records);
        IdsDropped = mark.IdsDropped;
    }

    /// <summary>The identity that a record gives.</summary>
    public static MovieId Identify(MovieRecord record, ref byte[] scratch) => MovieId.Of(
        IdentityText.Normalize(record[record.Title], ref scratch),
        record.Year,
        record.HasHref ? record[record.Href] : default,
        record.HasHref);

    internal readonly record struct Mark(long Arena, long Written, int Records, int IdsDropped);
}

/// <summary>A record that waits to be merged.</summary>
/// <param name="Id">The identity that the record gives.</param>
/// <param name="Address">Its document, as if it made a new movie.</param>
/// <param name="Place">Its place in the file.</param>
/// <param name="Deleted">Whether it removes its movie.</param>
/// <param name="State">The merge state of a movie that it makes; its exceptions tell what the document can't: which fields
/// the record clears, and whether an empty list was given.</param>
internal readonly record struct StagedRecord(MovieId Id, long Address, int Place, bool Deleted, MergeState State);
