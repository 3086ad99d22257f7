using System.Globalization;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>What is known of every drop file ever seen, by source and key. Safe for several threads.</summary>
/// <remarks>
/// Each file has a row, a note that is durable in the same commit as the file's records; the rejected records are in the
/// notes alone. In memory is an entry per file, which says what the row does as soon as that is durable and not before. A
/// version that was only seen so far is in memory alone: it is seen again.
/// </remarks>
public sealed class Ledger
{
    /// <summary>What the names of all rows' notes begin with.</summary>
    internal const string NotePrefix = "ledger/";

    private readonly INotes _notes;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SourceRows> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _loaded = new(StringComparer.Ordinal);
    private readonly int[] _counts = new int[Enum.GetValues<FileState>().Length];
    private LedgerEntry[]? _ordered;
    private long _version;
    private bool _isRestored;

    /// <summary>An empty ledger; the rows there are come with <see cref="Ingester.Restore"/>.</summary>
    /// <param name="notes">Where the rows are kept.</param>
    public Ledger(INotes notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        _notes = notes;
    }

    /// <summary>Writes and reads the row of a made-up file, for whoever starts to do beside other work: the first row takes as long as
    /// thousands after it.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Whether what was read is what was written.</returns>
    public static bool Rehearse(FileOrigin file)
    {
        var entry = new LedgerEntry
        {
            Source = file.Source,
            Version = new SourceObject(file.Key, 1, "\"etag\"", file.LastModified),
            FirstSeen = file.LastModified,
            VersionSeen = file.LastModified,
            Outcome = FileState.Ingested,
            Attempts = 1,
            LastAttempt = file.LastModified,
            Report = new FileReport { Records = 1, Added = 1, Updated = 0, Unchanged = 0, Deleted = 0, Rejected = 0, IdsDropped = 0, Duration = TimeSpan.FromMilliseconds(1) },
            Number = LedgerEntry.NumberOf(file.Source, file.Key),
        };
        return LedgerJson.Read(LedgerJson.Write(LedgerRow.Of(entry, rejected: null)))?.ToEntry() == entry with { IsNoted = true };
    }

    /// <summary>How many files are known.</summary>
    internal int Known
    {
        get
        {
            lock (_lock)
                return _counts.Sum();
        }
    }

    /// <summary>Whether nothing was known when it was restored: a catalogue is loaded for the first time.</summary>
    internal bool WasEmpty { get; private set; } = true;

    /// <summary>All entries, or those of one state: the last seen first, then by id.</summary>
    public IReadOnlyList<LedgerEntry> Entries(FileState? state = null)
    {
        var ordered = Ordered();
        return state is null ? ordered : Array.FindAll(ordered, entry => entry.State == state);
    }

    /// <summary>What is known of a file, or null.</summary>
    public LedgerEntry? Find(string source, string key)
    {
        lock (_lock)
            return _sources.GetValueOrDefault(source)?.Find(key);
    }

    /// <summary>The entry with that <see cref="LedgerEntry.Id"/>, or null.</summary>
    public LedgerEntry? FindById(string id)
    {
        if (!ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return null;
        LedgerEntry? found;
        lock (_lock)
            found = All().FirstOrDefault(entry => entry.Number == number);
        return string.Equals(found?.Id, id, StringComparison.Ordinal) ? found : null;
    }

    /// <summary>The number of files in a state.</summary>
    public int Count(FileState state)
    {
        lock (_lock)
            return _counts[(int)state];
    }

    /// <summary>Since when the file that has waited longest waits to be ingested; null when none does.</summary>
    public DateTimeOffset? OldestWaiting()
    {
        lock (_lock)
        {
            if (_counts[(int)FileState.Pending] + _counts[(int)FileState.FailedWillRetry] == 0)
                return null;
            return All().Where(static entry => entry.State is FileState.Pending or FileState.FailedWillRetry)
                .Min(static entry => entry.VersionSeen);
        }
    }

    /// <summary>The row of an entry, as JSON; null when the durable row says something else by now, or there is none yet.</summary>
    internal byte[]? FindRow(LedgerEntry entry) =>
        entry.IsNoted ? _notes.Find(entry.NoteKey) : null;

    /// <summary>Takes over the rows that are durable; once, before anything is seen.</summary>
    /// <returns>The names of rows that this version does not understand.</returns>
    internal IReadOnlyList<string> Restore()
    {
        List<string> unknown = [];
        lock (_lock)
        {
            if (_isRestored)
                return unknown;
            _isRestored = true;
            foreach (var note in _notes.Read(NotePrefix))
            {
                if (note.Value is { } json && LedgerJson.Read(json) is { } row)
                    Put(row.ToEntry());
                else
                    unknown.Add(note.Key);
            }
            _loaded.UnionWith(LoadedNotes.Read(_notes));
            WasEmpty = _sources.Count == 0 && _loaded.Count == 0;
        }
        return unknown;
    }

    /// <summary>Whether the first load of a source has come to its end, ever.</summary>
    internal bool IsLoaded(string source)
    {
        lock (_lock)
            return _loaded.Contains(source);
    }

    /// <summary>The first load of a source has come to its end, and its note is durable.</summary>
    internal void MarkLoaded(string source)
    {
        lock (_lock)
            _loaded.Add(source);
    }

    /// <summary>Begins a listing of a source.</summary>
    internal void BeginListing(string source)
    {
        lock (_lock)
            RowsOf(source).BeginListing();
    }

    /// <summary>Takes note of a version that the listing under way has; a key that it has twice counts once.</summary>
    internal Sighting SeeListed(string source, SourceObject version, DateTimeOffset now)
    {
        lock (_lock)
        {
            var rows = RowsOf(source);
            var sighting = See(rows, source, version, now);
            return rows.MarkListed(version.Key) ? sighting : Sighting.Known;
        }
    }

    /// <summary>Takes note of a version that is there.</summary>
    internal Sighting See(string source, SourceObject version, DateTimeOffset now)
    {
        lock (_lock)
            return See(RowsOf(source), source, version, now);
    }

    /// <summary>The files that the listing, now at its end, does not have any more.</summary>
    internal IReadOnlyList<LedgerEntry> Missing(string source, IReadOnlyCollection<SourceFault> unlisted)
    {
        lock (_lock)
            return RowsOf(source).Missing(unlisted);
    }

    /// <summary>Files of a source that have been gone for longer than until some time, and of those gone the oldest beyond a number.</summary>
    internal IReadOnlyList<LedgerEntry> LongGone(string source, DateTimeOffset until, int most)
    {
        lock (_lock)
        {
            if (_counts[(int)FileState.Gone] == 0)
                return [];
            var gone = RowsOf(source).Entries.Where(static entry => entry.IsGone).OrderByDescending(static entry => entry.GoneAt);
            return [.. gone.Where((entry, i) => i >= most || entry.GoneAt < until)];
        }
    }

    /// <summary>The changes that write entries anew, with the rejected records that their rows have.</summary>
    internal IEnumerable<LedgerChange> WithRejected(IReadOnlyCollection<LedgerEntry> entries)
    {
        var wanted = entries.Where(static entry => entry.Report?.Rejected > 0)
            .Select(static entry => entry.NoteKey)
            .ToHashSet(StringComparer.Ordinal);
        var rejected = new Dictionary<string, IReadOnlyList<RejectedAt>?>(StringComparer.Ordinal);
        // One look through all rows for all that are wanted: a look for one costs as much.
        foreach (var note in wanted.Count == 0 ? [] : _notes.Read(NotePrefix))
        {
            if (wanted.Contains(note.Key))
                rejected[note.Key] = LedgerJson.Read(note.Value)?.RejectedRecords;
        }
        return entries.Select(entry => new LedgerChange(entry, rejected.GetValueOrDefault(entry.NoteKey)));
    }

    /// <summary>Takes over changes that are durable.</summary>
    internal void Apply(IEnumerable<LedgerChange> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change.IsDropped)
                    Remove(change.Entry);
                else
                    Put(change.Entry with { IsNoted = true });
            }
        }
    }

    private Sighting See(SourceRows rows, string source, SourceObject version, DateTimeOffset now)
    {
        var known = rows.Find(version.Key);
        if (known?.Version != version)
        {
            Put(LedgerEntry.New(source, version, known, now));
            return Sighting.Due;
        }
        if (known.IsGone)
            Put(known = known with { GoneAt = null, IsNoted = false });
        if (known.IsDue(now, Backoff.LongestRetry))
            return Sighting.Due;
        return known.IsNoted ? Sighting.Known : Sighting.Returned;
    }

    private LedgerEntry[] Ordered()
    {
        LedgerEntry[] entries;
        long version;
        lock (_lock)
        {
            if (_ordered is not null)
                return _ordered;
            entries = [.. All()];
            version = _version;
        }
        // Not under the lock: sorting a million takes as long as a hundred commits do.
        Array.Sort(entries, static (a, b) =>
            b.LastSeen.CompareTo(a.LastSeen) is var order and not 0 ? order : a.Number.CompareTo(b.Number));
        lock (_lock)
            _ordered = version == _version ? entries : null;
        return entries;
    }

    private IEnumerable<LedgerEntry> All() => _sources.Values.SelectMany(static rows => rows.Entries);

    private SourceRows RowsOf(string source)
    {
        if (!_sources.TryGetValue(source, out var rows))
            _sources[source] = rows = new SourceRows();
        return rows;
    }

    private void Put(LedgerEntry entry)
    {
        if (RowsOf(entry.Source).Put(entry) is { } before)
            _counts[(int)before.State]--;
        _counts[(int)entry.State]++;
        Changed();
    }

    private void Remove(LedgerEntry entry)
    {
        if (RowsOf(entry.Source).Remove(entry.Key) is not { } before)
            return;
        _counts[(int)before.State]--;
        Changed();
    }

    private void Changed()
    {
        _version++;
        _ordered = null;
    }
}
