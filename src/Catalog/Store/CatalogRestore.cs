using System.Text;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>Gathers what a store held: the movies of the image as one part, and what the commits after it have changed as
/// another, so that a long log costs no more than what is left of it.</summary>
internal sealed class CatalogRestore(CatalogStore store, ChangeLog changes) : ICatalogRestore
{
    /// <summary>The note of an image that tells up to where its changes have been told.</summary>
    public const string EndNote = "catalog/end";

    private const int Gone = -1;

    private readonly Dictionary<ulong, FileOrigin> files = [];
    private readonly Dictionary<FileOrigin, FileOrigin> knownFiles = [];
    private readonly Dictionary<ulong, Tombstone[]> tombstones = [];
    private readonly Dictionary<string, Note> notes = new(StringComparer.Ordinal);
    private readonly List<(ChangeKind Kind, MovieId Id, string? Source)> ofCommit = [];
    private readonly PartStage image = new();
    private readonly PartStage later = new();
    private readonly Dictionary<MovieId, int> changed = []; // By id: the place in the later stage, or Gone.
    private readonly Dictionary<MovieId, MergeState> states = []; // Of movies of which nothing but stamps has changed.
    private readonly HashSet<MovieId> gone = []; // What the commits have replaced or deleted: the image may have it.
    private bool isCommit, hasGap;

    /// <summary>The number of the last commit read.</summary>
    public long Number { get; private set; }

    public IEnumerable<Note> Notes => notes.Values;

    public IReadOnlyDictionary<ulong, Tombstone[]> Tombstones => tombstones;

    public void BeginImage(long number)
    {
        Number = number;
        changes.StartAfter(number);
    }

    public void BeginRun() => files.Clear();

    public void BeginCommit(long number)
    {
        // First what was read before the gap: ended after it, that would be told as the newest, and be older than what is
        // remembered.
        EndCommit();
        if (number > Number + 1)
        {
            changes.StartAfter(number - 1);
            hasGap = true;
        }
        Number = number;
        isCommit = true;
        files.Clear();
    }

    public void Read(ReadOnlySpan<byte> item)
    {
        var reading = new ItemReading(item, files);
        switch ((ItemKind)reading.Byte())
        {
            case ItemKind.File:
                ReadFile(ref reading);
                break;
            case ItemKind.Movie:
                ReadMovie(ref reading);
                break;
            case ItemKind.State:
                ReadState(ref reading);
                break;
            case ItemKind.Deleted:
                ReadDeleted(ref reading);
                break;
            case ItemKind.Tombstones:
                ReadTombstones(ref reading);
                break;
            case ItemKind.Note:
                ReadNote(ref reading);
                break;
            default:
                throw new InvalidDataException("What was stored has an item that this version does not know: a newer one wrote it.");
        }
    }

    public void Finish()
    {
        EndCommit();
        store.Restore(this);
    }

    /// <summary>Builds the parts.</summary>
    /// <returns>Each part with its stamps, and which of its movies are deleted.</returns>
    public IEnumerable<(Part Part, PartStamps Stamps, List<int> Deleted)> Parts()
    {
        if (image.Build() is var (part, stamps))
            yield return (part, stamps, Overlay(part, stamps));
        if (later.Build(i => changed.GetValueOrDefault(later.IdAt(i), Gone) == i) is var (newer, newerStamps))
            yield return (newer, newerStamps, []);
    }

    /// <summary>Brings what the commits say of an image's movies to its part.</summary>
    private List<int> Overlay(Part part, PartStamps stamps)
    {
        var deleted = new List<int>();
        // A movie that was added was not there before; unless a commit is lost that had deleted it.
        foreach (var id in hasGap ? changed.Keys : (IEnumerable<MovieId>)gone)
        {
            if (Find(part, id) is var movie and >= 0)
                deleted.Add(movie);
        }
        foreach (var (id, state) in states)
        {
            if (Find(part, id) is var movie and >= 0)
                stamps[movie] = state;
        }
        return deleted;
    }

    private static int Find(Part part, MovieId id)
    {
        Span<byte> text = stackalloc byte[MovieId.MaxLength];
        text = text[..id.Write(text)];
        var place = part.FindId(text);
        return place < part.Count && part.IdOf(part.ById[place]).SequenceEqual(text) ? part.ById[place] : -1;
    }

    private void ReadFile(ref ItemReading reading)
    {
        var (number, file) = reading.Definition();
        if (!knownFiles.TryAdd(file, file))
            file = knownFiles[file];
        files[number] = file;
    }

    private void ReadMovie(ref ItemReading reading)
    {
        var change = (ItemChange)reading.Byte();
        var writer = reading.File();
        var replaced = reading.Bytes();
        var state = reading.State();
        var document = reading.Rest();
        if (!isCommit)
        {
            image.Add(document, state);
            return;
        }
        var id = IdOf(DocumentFormat.IdOf(document));
        if (!replaced.IsEmpty && IdOf(replaced) is var before && before != id)
        {
            changed[before] = Gone;
            gone.Add(before);
            ofCommit.Add((ChangeKind.Deleted, before, writer?.Source));
        }
        states.Remove(id);
        if (change != ItemChange.Added)
            gone.Add(id);
        changed[id] = later.Add(document, state);
        ofCommit.Add((change == ItemChange.Added ? ChangeKind.Added : ChangeKind.Updated, id, writer?.Source));
    }

    private void ReadState(ref ItemReading reading)
    {
        var id = reading.Id();
        var state = reading.State();
        if (changed.TryGetValue(id, out var place) && place != Gone)
            later.SetState(place, state);
        else
            states[id] = state;
    }

    private void ReadDeleted(ref ItemReading reading)
    {
        var id = reading.Id();
        changed[id] = Gone;
        gone.Add(id);
        states.Remove(id);
        ofCommit.Add((ChangeKind.Deleted, id, reading.File()?.Source));
    }

    private void ReadTombstones(ref ItemReading reading)
    {
        var nameKey = reading.Fixed();
        var left = new Tombstone[(int)Math.Min(reading.Number(), 1 << 20)];
        for (var i = 0; i < left.Length; i++)
            left[i] = new Tombstone(reading.Id(), reading.Stamp());
        tombstones[nameKey] = left;
    }

    private void ReadNote(ref ItemReading reading)
    {
        var key = reading.Text();
        var value = reading.Byte() == 0 ? null : reading.Rest().ToArray();
        if (string.Equals(key, EndNote, StringComparison.Ordinal) && value is not null)
            changes.StartAt(Encoding.UTF8.GetString(value));
        else
            notes[key] = new Note(key, value);
    }

    private void EndCommit()
    {
        if (!isCommit)
            return;
        changes.Begin(Number);
        foreach (var (kind, id, source) in ofCommit)
            changes.Add(kind, id, source);
        changes.EndCommit();
        ofCommit.Clear();
    }

    private static MovieId IdOf(ReadOnlySpan<byte> text) =>
        MovieId.TryParse(text, out var id) ? id : throw new InvalidDataException("What was stored has a movie without an id of ours.");
}
