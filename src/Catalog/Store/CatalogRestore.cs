using System.Text;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Store;

/// <summary>Gathers what a store held: the parts that the image has with their indexes, its other movies as one part, and what the
/// commits after it have changed as another, so that a long log costs no more than what is left of it.</summary>
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
    private readonly List<StoredPart> stored = [];
    private readonly PartStage image = new();
    private readonly PartStage later = new();
    private readonly Dictionary<MovieId, int> changed = []; // By id: the place in the later stage, or Gone.
    private readonly Dictionary<MovieId, MergeState> states = []; // Of movies of which nothing but stamps has changed.
    private readonly HashSet<MovieId> gone = []; // What the commits have replaced or deleted: the image may have it.
    private StoredPart? storedPart; // The one that is being read.
    private bool isCommit, hasGap, indexWasRefused;

    /// <summary>The number of the last commit read.</summary>
    public long Number { get; private set; }

    /// <summary>Before there were indexes in images, all movies were without; now the few of small parts are.</summary>
    public bool LacksIndex =>
        indexWasRefused || (image.Count >= store.LeastIndexed && image.Count > stored.Sum(p => (long)p.Count) / 4);

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
        RefuseIndex();
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
                ReadMovie(reading.Movie());
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
            case ItemKind.Part:
                ReadPart(ref reading);
                break;
            case ItemKind.IndexArray:
                storedPart?.BeginArray(reading.Rest());
                break;
            case ItemKind.IndexBytes:
                storedPart?.ContinueArray(reading.Rest());
                break;
            case ItemKind.PartEnd:
                EndPart(reading.Number());
                break;
            default:
                throw new InvalidDataException("What was stored has an item that this version does not know: a newer one wrote it.");
        }
    }

    public void Finish()
    {
        EndCommit();
        RefuseIndex();
        store.Restore(this);
    }

    /// <summary>Gives the parts, and builds those that came without an index.</summary>
    /// <returns>Each part with its stamps, and which of its movies are deleted.</returns>
    public IEnumerable<(Part Part, PartStamps Stamps, IReadOnlyCollection<int> Deleted)> Parts()
    {
        // What takes longest, beside what whoever asks does with the parts that are given first.
        var newer = Task.Factory.StartNew(BuildLater, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        foreach (var one in stored)
        {
            if (one.Take() is var (part, stamps, deleted))
                yield return (part, stamps, Overlay(part, stamps, deleted));
            else
                Refuse(one);
        }
        if (image.Build() is var (rest, restStamps))
            yield return (rest, restStamps, Overlay(rest, restStamps, []));
        if (newer.GetAwaiter().GetResult() is var (built, builtStamps))
            yield return (built, builtStamps, []);
    }

    private (Part Part, PartStamps Stamps)? BuildLater() => later.Build(i => changed.GetValueOrDefault(later.IdAt(i), Gone) == i);

    /// <summary>Brings what the commits say of an image's movies to one of its parts.</summary>
    /// <returns>All movies of the part that are deleted.</returns>
    private HashSet<int> Overlay(Part part, PartStamps stamps, List<int> deletedBefore)
    {
        // An id may stand in several parts, and is deleted in all of them but one.
        var deleted = deletedBefore.ToHashSet();
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

    private void ReadMovie(in MovieItem movie)
    {
        if (!isCommit)
        {
            ReadImageMovie(movie.Document, movie.State, isGone: movie.Change == ItemChange.Gone);
            return;
        }
        if (movie.HadAnother(out var before))
        {
            changed[before] = Gone;
            gone.Add(before);
            ofCommit.Add((ChangeKind.Deleted, before, movie.Writer?.Source));
        }
        var id = movie.Id;
        states.Remove(id);
        if (movie.Change != ItemChange.Added)
            gone.Add(id);
        changed[id] = later.Add(movie.Document, movie.State);
        ofCommit.Add((movie.Change == ItemChange.Added ? ChangeKind.Added : ChangeKind.Updated, id, movie.Writer?.Source));
    }

    private void ReadImageMovie(ReadOnlySpan<byte> document, in MergeState state, bool isGone)
    {
        if (storedPart is not null)
            storedPart.Add(document, state, isGone);
        else if (!isGone)
            image.Add(document, state);
    }

    private void ReadPart(ref ItemReading reading)
    {
        RefuseIndex();
        var movies = reading.Number();
        if (IndexLayout.IsSupported && string.Equals(reading.Text(), IndexLayout.Version, StringComparison.Ordinal))
            storedPart = new StoredPart(movies);
        else
            indexWasRefused = true;
    }

    private void EndPart(ulong arrays)
    {
        if (storedPart is null)
            return;
        storedPart.End(arrays);
        stored.Add(storedPart);
        storedPart = null;
    }

    /// <summary>Gives up the index that is being read.</summary>
    private void RefuseIndex()
    {
        if (storedPart is null)
            return;
        Refuse(storedPart);
        storedPart = null;
    }

    /// <summary>Gives up a stored index: what it would answer can be had from the documents.</summary>
    private void Refuse(StoredPart part)
    {
        part.MoveTo(image);
        indexWasRefused = true;
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
}
