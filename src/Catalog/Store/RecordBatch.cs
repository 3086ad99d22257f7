using System.Text;
using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Store;

/// <summary>The records of some files, merged with what the catalogue has, before readers see any of it.</summary>
/// <remarks>
/// A record is read once: its document goes into the batch's arena, where it stays if the record makes a new movie, as
/// nearly all of a first load do. A file that is abandoned takes its documents with it.
/// </remarks>
internal sealed class RecordBatch : IRecordBatch
{
    private readonly CatalogStore store;
    private readonly Snapshot snapshot;
    private readonly RecordReader reader = new();
    private readonly RecordMerger merger = new();
    private readonly MovieRecord record = new();
    private readonly ByteBuffer document = new(2048);
    private readonly List<StagedRecord> staged = [];
    private readonly Dictionary<ulong, int> firstOfName = []; // The first entry of a title and year.
    private readonly List<(int Part, int Movie)> namesakes = [];
    private byte[] scratch = new byte[256];
    private FileOrigin? origin;
    private (long Mark, long Written) arenaAtFile;
    private int idsDropped;
    private bool isDisposed;

    public RecordBatch(CatalogStore store, Snapshot snapshot) => (this.store, this.snapshot) = (store, snapshot);

    /// <summary>The documents of new and changed movies.</summary>
    public DocumentArena Arena { get; } = new();

    /// <summary>All movies that the batch has looked at.</summary>
    public ChunkedList<BatchEntry> Entries { get; } = new();

    public void BeginFile(FileOrigin origin)
    {
        if (this.origin is not null)
            throw new InvalidOperationException("The file before has not ended.");
        this.origin = origin;
        arenaAtFile = (Arena.Mark, Arena.Written);
        idsDropped = 0;
    }

    public RecordFault? Add(ReadOnlySpan<byte> json, int place)
    {
        var file = origin ?? throw new InvalidOperationException("No file has begun.");
        var fault = reader.Read(json, record);
        if (fault is not null)
            return fault;
        idsDropped += record.HadId ? 1 : 0;
        var identity = IdentityText.Normalize(record[record.Title], ref scratch);
        var id = MovieId.Of(identity, record.Year, record.HasHref ? record[record.Href] : default, record.HasHref);
        document.Clear();
        DocumentFormat.Write(record, id, document);
        var state = RecordMerger.StateOf(record, new Stamp(file, place), Stamp.Never);
        staged.Add(new StagedRecord(id, Arena.Add(document.Written), place, record.Deleted, state));
        return null;
    }

    public ValueTask<FileOutcome> EndFileAsync(CancellationToken cancellationToken)
    {
        var outcome = new FileOutcome { IdsDropped = idsDropped };
        foreach (var one in staged)
            Apply(one, outcome);
        staged.Clear();
        origin = null;
        return ValueTask.FromResult(outcome);
    }

    public void AbandonFile()
    {
        if (origin is null)
            throw new InvalidOperationException("No file has begun.");
        Arena.Truncate(arenaAtFile.Mark, arenaAtFile.Written);
        staged.Clear();
        origin = null;
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (origin is not null)
            throw new InvalidOperationException("The last file has not ended.");
        isDisposed = true; // Before: even a batch that can't be published has ended.
        store.Publish(this);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (!isDisposed)
            store.EndBatch();
        isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private void Apply(in StagedRecord one, FileOutcome outcome)
    {
        var first = LoadNamesakes(one.Id);
        var index = Meet(first, one.Id, out var candidates);
        if (candidates is not null)
            outcome.Rejected.Add(new RejectedRecord(one.Place, Ambiguous(candidates)));
        else if (index == BatchEntry.None)
            Create(one, outcome);
        else if (Entry(index).IsDeleted)
            Revive(ref Entry(index), one, outcome);
        else if (one.Deleted)
            Delete(ref Entry(index), one, outcome);
        else
            Merge(ref Entry(index), one, outcome);
    }

    private ref BatchEntry Entry(int index) => ref Entries[index];

    /// <summary>Brings all that the catalogue has of a title and year into the batch.</summary>
    /// <returns>The first entry of that title and year.</returns>
    private int LoadNamesakes(MovieId id)
    {
        if (firstOfName.TryGetValue(id.NameKey, out var first))
            return first;
        first = BatchEntry.None;
        namesakes.Clear();
        snapshot.FindNamesakes(id, namesakes);
        foreach (var (part, movie) in namesakes)
        {
            if (!MovieId.TryParse(snapshot.Parts[part].Part.IdOf(movie), out var known))
                throw new InvalidOperationException("Every document has an id that we made.");
            first = AddEntry(new BatchEntry
            {
                Id = known,
                State = store.StampsOf(snapshot.Parts[part].Part)[movie],
                Address = BatchEntry.None,
                Part = part,
                Movie = movie,
                Next = first,
            });
        }
        foreach (var tombstone in store.Tombstones.Of(id))
            first = AddEntry(Deleted(tombstone) with { Next = first });
        if (first != BatchEntry.None)
            firstOfName[id.NameKey] = first;
        return first;
    }

    private static BatchEntry Deleted(Tombstone tombstone) => new()
    {
        Id = tombstone.Id,
        State = new MergeState(tombstone.Deleted, null),
        Address = BatchEntry.None,
        Part = BatchEntry.None,
        IsDeleted = true,
    };

    private int AddEntry(in BatchEntry entry)
    {
        Entries.Add(entry);
        return Entries.Count - 1;
    }

    /// <summary>The movie that a record means.</summary>
    /// <returns>Its entry; <see cref="BatchEntry.None"/> when it is a new one or may mean several.</returns>
    private int Meet(int first, MovieId id, out List<MovieId>? ambiguous)
    {
        ambiguous = null;
        int nameless = BatchEntry.None, live = BatchEntry.None, deleted = BatchEntry.None;
        int liveCount = 0, deletedCount = 0;
        for (var i = first; i != BatchEntry.None; i = Entry(i).Next)
        {
            if (Entry(i).Id == id && id.HasHref)
                return i;
            if (!Entry(i).Id.HasHref)
                nameless = i;
            if (Entry(i).IsDeleted)
                (deleted, deletedCount) = (i, deletedCount + 1);
            else
                (live, liveCount) = (i, liveCount + 1);
        }
        if (id.HasHref)
            return nameless;
        if (liveCount == 1 || (liveCount == 0 && deletedCount <= 1))
            return liveCount == 1 ? live : deleted;
        ambiguous = [];
        for (var i = first; i != BatchEntry.None; i = Entry(i).Next)
        {
            if (Entry(i).IsDeleted == (liveCount == 0))
                ambiguous.Add(Entry(i).Id);
        }
        return BatchEntry.None;
    }

    private static RecordFault Ambiguous(List<MovieId> candidates) => new(
        "$.href",
        $"title and year are those of {candidates.Count} movies; an href would tell which: "
            + string.Join(", ", candidates.Take(10).Select(c => c.ToString()).Order(StringComparer.Ordinal)));

    private void Create(in StagedRecord one, FileOutcome outcome)
    {
        var entry = new BatchEntry
        {
            Id = one.Id,
            State = one.Deleted ? new MergeState(one.State.Base, null) : one.State,
            Address = one.Deleted ? BatchEntry.None : one.Address,
            Part = BatchEntry.None,
            Next = firstOfName.GetValueOrDefault(one.Id.NameKey, BatchEntry.None),
            IsDeleted = one.Deleted,
            IsChanged = true,
        };
        firstOfName[one.Id.NameKey] = AddEntry(entry);
        if (one.Deleted)
            outcome.Unchanged++;
        else
            outcome.Added++;
    }

    /// <summary>A record meets a deleted movie: a later one makes it anew, without its old fields.</summary>
    private void Revive(ref BatchEntry entry, in StagedRecord one, FileOutcome outcome)
    {
        GainHref(ref entry, one.Id);
        var deleted = entry.State.Base;
        if (one.State.Base <= deleted || one.Deleted)
        {
            if (one.State.Base > deleted)
                entry.State = new MergeState(one.State.Base, null);
            entry.IsChanged = true;
            outcome.Unchanged++;
            return;
        }
        Read(one);
        entry.State = RecordMerger.StateOf(record, one.State.Base, deleted);
        entry.Address = Write(record, entry.Id);
        entry.IsDeleted = false;
        entry.IsChanged = true;
        outcome.Added++;
    }

    private void Delete(ref BatchEntry entry, in StagedRecord one, FileOutcome outcome)
    {
        var gained = GainHref(ref entry, one.Id);
        var isLeft = merger.Delete(DocumentOf(entry), entry.State, one.State.Base, out var after);
        entry.IsChanged = true;
        if (isLeft)
        {
            entry.State = after;
            CountChange(Rewrite(ref entry) || gained, outcome);
            return;
        }
        entry.State = new MergeState(one.State.Base, null);
        entry.IsDeleted = true;
        entry.Address = BatchEntry.None;
        outcome.Deleted++;
    }

    private void Merge(ref BatchEntry entry, in StagedRecord one, FileOutcome outcome)
    {
        GainHref(ref entry, one.Id);
        Read(one);
        entry.State = merger.Merge(DocumentOf(entry), entry.State, record, one.State.Base);
        entry.IsChanged = true;
        CountChange(Rewrite(ref entry), outcome);
    }

    private static void CountChange(bool isChanged, FileOutcome outcome)
    {
        if (isChanged)
            outcome.Updated++;
        else
            outcome.Unchanged++;
    }

    /// <summary>A movie of which no record had given an href takes the record's, and with it another id.</summary>
    private static bool GainHref(ref BatchEntry entry, MovieId id)
    {
        if (entry.Id.HasHref || !id.HasHref)
            return false;
        entry.Id = id;
        return true;
    }

    /// <summary>Reads a staged record again, with what its document does not tell.</summary>
    private void Read(in StagedRecord one)
    {
        document.Clear();
        document.Append(Arena[one.Address]);
        reader.ReadDocument(document.Written, record);
        foreach (var (name, written) in one.State.Exceptions?.Stamps ?? new Dictionary<string, Stamp>(StringComparer.Ordinal))
            record.Forget(Encoding.UTF8.GetBytes(name), isCleared: written != Stamp.Never);
        record.Sort();
    }

    /// <summary>Writes the merged document when it differs from the movie's.</summary>
    private bool Rewrite(ref BatchEntry entry)
    {
        document.Clear();
        DocumentFormat.Write(merger.Merged, entry.Id, document);
        if (document.Written.SequenceEqual(DocumentOf(entry)))
            return false;
        entry.Address = Arena.Add(document.Written);
        return true;
    }

    private long Write(MovieRecord movie, MovieId id)
    {
        document.Clear();
        DocumentFormat.Write(movie, id, document);
        return Arena.Add(document.Written);
    }

    private ReadOnlySpan<byte> DocumentOf(in BatchEntry entry) => entry.Address == BatchEntry.None
        ? snapshot.Parts[entry.Part].Part.DocumentOf(entry.Movie)
        : Arena[entry.Address];
}
