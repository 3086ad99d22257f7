using System.Text;
using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>Merges records with what the catalogue has, within one writer's turn and before readers see any of it.</summary>
internal sealed class CatalogMerge
{
    private readonly Snapshot snapshot;
    private readonly ApiClock clock;
    private readonly RecordReader reader = new();
    private readonly RecordMerger merger = new();
    private readonly MovieRecord record = new();
    private readonly ByteBuffer document = new(2048);

    /// <summary>Begins.</summary>
    /// <param name="store">Whose turn it is.</param>
    /// <param name="snapshot">What the catalogue has.</param>
    /// <param name="arena">Has the documents of the records to come, and takes those of changed movies.</param>
    /// <param name="clock">Stamps the records of clients.</param>
    public CatalogMerge(CatalogStore store, Snapshot snapshot, DocumentArena arena, ApiClock clock)
    {
        this.snapshot = snapshot;
        this.clock = clock;
        Arena = arena;
        Entries = new BatchEntries(store, snapshot);
        // Where records change all that they meet, the part is made of what comes now alone, and what was staged can go.
        arena.EndChunk();
    }

    /// <summary>The documents of new and changed movies.</summary>
    public DocumentArena Arena { get; }

    /// <summary>All movies that have been looked at.</summary>
    public BatchEntries Entries { get; }

    /// <summary>What is to be kept beside.</summary>
    public List<Note> Notes { get; } = [];

    /// <summary>The generation that will have what is merged here.</summary>
    public long Generation => snapshot.Generation + 1;

    public ref BatchEntry Entry(int index) => ref Entries[index];

    /// <summary>Keeps notes together with what is merged.</summary>
    public void Keep(IEnumerable<Note> notes) => Notes.AddRange(notes);

    /// <summary>Merges a record whose document is in the arena.</summary>
    public Merged Apply(in StagedRecord one)
    {
        var index = Entries.Meet(one.Id, out var candidates);
        if (candidates is not null)
            return new Merged(RecordResult.Rejected, null, Ambiguous(candidates));
        var isClients = ApiClock.IsApi(one.State.Base);
        if (isClients && index != BatchEntry.None && !one.Deleted && Outgrown(index, Arena[one.Address].Length) is { } outgrown)
            return new Merged(RecordResult.Rejected, null, outgrown);
        var stamped = isClients ? clock.Restamp(one, index == BatchEntry.None ? null : Entry(index).State) : one;
        if (index == BatchEntry.None)
            return Create(stamped);
        ref var entry = ref Entry(index);
        entry.Writer = stamped.State.Base.File;
        if (entry.IsDeleted)
            return Revive(ref entry, stamped);
        return stamped.Deleted ? Delete(ref entry, stamped.Id, stamped.State.Base) : Merge(ref entry, stamped);
    }

    /// <summary>Whether a client's record might make a movie larger than it may become; files are not held to that, as the
    /// outcome would depend on their order.</summary>
    /// <returns>Null, or why it is rejected.</returns>
    public RecordFault? Outgrown(int index, int added)
    {
        var bytes = Entry(index).IsDeleted ? 0 : DocumentOf(Entry(index)).Length;
        return bytes + added <= Limits.MovieBytes
            ? null
            : new RecordFault("$", $"the movie has {bytes} bytes and could outgrow the {Limits.MovieBytes} that it may have; PUT replaces all of it");
    }

    /// <summary>A client's record changes a movie that is known.</summary>
    public Merged Write(int index, MovieRecord written, MovieId id)
    {
        ref var entry = ref Entry(index);
        var stamp = clock.After(entry.State);
        entry.Writer = stamp.File;
        return Merge(ref entry, written, id, stamp);
    }

    /// <summary>A client removes a movie that is known.</summary>
    public Merged Delete(int index)
    {
        ref var entry = ref Entry(index);
        var stamp = clock.After(entry.State);
        entry.Writer = stamp.File;
        return Delete(ref entry, entry.Id, stamp);
    }

    /// <summary>Takes over a movie, whose document is in the arena, as it was merged elsewhere.</summary>
    public void Replay(MovieId id, in MergeState state, long address, FileOrigin? writer)
    {
        var index = Entries.Exact(id);
        if (index == BatchEntry.None)
            index = Entries.Add(new BatchEntry { Id = id, Part = BatchEntry.None });
        ref var entry = ref Entry(index);
        var isAsBefore = entry.Part != BatchEntry.None
            && snapshot.Parts[entry.Part].Part.DocumentOf(entry.Movie).SequenceEqual(Arena[address]);
        entry.Address = isAsBefore ? BatchEntry.None : address;
        entry.State = state;
        entry.IsDeleted = false;
        entry.IsChanged = true;
        entry.Writer = writer;
    }

    /// <summary>Takes over that a movie is gone.</summary>
    public void ReplayGone(MovieId id, FileOrigin? writer)
    {
        var index = Entries.Exact(id);
        if (index == BatchEntry.None)
            return;
        ref var entry = ref Entry(index);
        entry.Address = BatchEntry.None;
        entry.IsDeleted = true;
        entry.IsChanged = true;
        entry.Writer = writer;
    }

    /// <summary>Takes over that a year begins anew.</summary>
    public void ReplayGone(int year)
    {
        foreach (var live in snapshot.Parts)
        {
            var (first, end) = live.Part.MoviesOf(new YearRange(year, year));
            for (var movie = first; movie < end; movie++)
            {
                if (!live.IsDeleted(movie) && MovieId.TryParse(live.Part.IdOf(movie), out var id))
                    ReplayGone(id, null);
            }
        }
        // And what of this year was taken over before, within the same commit.
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entry(i).Id.Year == year && !Entry(i).IsDeleted)
                ReplayGone(Entry(i).Id, null);
        }
    }

    /// <summary>A movie's document as it is now.</summary>
    public ReadOnlySpan<byte> DocumentOf(in BatchEntry entry) => entry.Address == BatchEntry.None
        ? snapshot.Parts[entry.Part].Part.DocumentOf(entry.Movie)
        : Arena[entry.Address];

    /// <summary>The id that readers know a movie by.</summary>
    public ReadOnlySpan<byte> IdBefore(in BatchEntry entry) => snapshot.Parts[entry.Part].Part.IdOf(entry.Movie);

    private static RecordFault Ambiguous(List<MovieId> candidates) => new(
        "$.href",
        $"title and year are those of {candidates.Count} movies; an href would tell which: "
            + string.Join(", ", candidates.Take(10).Select(c => c.ToString()).Order(StringComparer.Ordinal)));

    private Merged Create(in StagedRecord one)
    {
        Entries.Add(new BatchEntry
        {
            Id = one.Id,
            State = one.Deleted ? new MergeState(one.State.Base, null) : one.State,
            Address = one.Deleted ? BatchEntry.None : one.Address,
            Part = BatchEntry.None,
            IsDeleted = one.Deleted,
            IsChanged = true,
            Writer = one.State.Base.File,
        });
        return new Merged(one.Deleted ? RecordResult.Unchanged : RecordResult.Added, one.Deleted ? null : one.Id, null);
    }

    /// <summary>A record meets a deleted movie: a later one makes it anew, without its old fields.</summary>
    private Merged Revive(ref BatchEntry entry, in StagedRecord one)
    {
        GainHref(ref entry, one.Id);
        var deleted = entry.State.Base;
        entry.IsChanged = true;
        if (one.State.Base <= deleted || one.Deleted)
        {
            if (one.State.Base > deleted)
                entry.State = new MergeState(one.State.Base, null);
            return new Merged(RecordResult.Unchanged, null, null);
        }
        Read(one);
        entry.State = RecordMerger.StateOf(record, one.State.Base, deleted);
        entry.Address = Write(record, entry.Id);
        entry.IsDeleted = false;
        return new Merged(RecordResult.Added, entry.Id, null);
    }

    private Merged Delete(ref BatchEntry entry, MovieId id, Stamp stamp)
    {
        var gained = GainHref(ref entry, id);
        var isLeft = merger.Delete(DocumentOf(entry), entry.State, stamp, out var after);
        entry.IsChanged = true;
        if (isLeft)
        {
            entry.State = after;
            return Changed(Rewrite(ref entry) || gained, entry.Id);
        }
        entry.State = new MergeState(stamp, null);
        entry.IsDeleted = true;
        entry.Address = BatchEntry.None;
        return new Merged(RecordResult.Deleted, entry.Id, null);
    }

    private Merged Merge(ref BatchEntry entry, in StagedRecord one)
    {
        Read(one);
        return Merge(ref entry, record, one.Id, one.State.Base);
    }

    private Merged Merge(ref BatchEntry entry, MovieRecord written, MovieId id, Stamp stamp)
    {
        GainHref(ref entry, id);
        entry.State = merger.Merge(DocumentOf(entry), entry.State, written, stamp);
        entry.IsChanged = true;
        return Changed(Rewrite(ref entry), entry.Id);
    }

    private static Merged Changed(bool isChanged, MovieId id) =>
        new(isChanged ? RecordResult.Updated : RecordResult.Unchanged, id, null);

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
        foreach (var (name, written) in one.State.Exceptions?.Stamps ?? RecordMerger.NoStamps)
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
}

/// <summary>What became of a record.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Id">The movie's identity; null when it was rejected, or there is no such movie.</param>
/// <param name="Fault">Why it was rejected; else null.</param>
internal readonly record struct Merged(RecordResult Result, MovieId? Id, RecordFault? Fault);
