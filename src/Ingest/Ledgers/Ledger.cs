using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>What is known of every drop file ever seen, by source and key. In memory; safe for several threads.</summary>
public sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Key), LedgerEntry> _entries = [];
    private readonly int[] _counts = new int[Enum.GetValues<FileState>().Length];

    /// <summary>All entries, or those of one state, by source and key (ordinal).</summary>
    public IReadOnlyList<LedgerEntry> Entries(FileState? state = null)
    {
        LedgerEntry[] found;
        lock (_lock)
            found = [.. _entries.Values.Where(entry => state is null || entry.State == state)];
        Array.Sort(found, static (a, b) =>
            string.CompareOrdinal(a.Source, b.Source) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key));
        return found;
    }

    /// <summary>What is known of a file, or null.</summary>
    public LedgerEntry? Find(string source, string key)
    {
        lock (_lock)
            return _entries.GetValueOrDefault((source, key));
    }

    /// <summary>The entry with that <see cref="LedgerEntry.Id"/>, or null.</summary>
    public LedgerEntry? FindById(string id)
    {
        lock (_lock)
            return _entries.Values.FirstOrDefault(entry => string.Equals(entry.Id, id, StringComparison.Ordinal));
    }

    /// <summary>The number of files in a state.</summary>
    public int Count(FileState state)
    {
        lock (_lock)
            return _counts[(int)state];
    }

    /// <summary>Takes note of a version that its source lists.</summary>
    /// <returns>Whether it is to be read: it is new, has changed, or could not be read before.</returns>
    internal bool Observe(string source, SourceObject version, DateTimeOffset now)
    {
        lock (_lock)
        {
            var known = _entries.GetValueOrDefault((source, version.Key));
            var entry = known?.Version == version
                ? known with { IsGone = false }
                : LedgerEntry.New(source, version, known, now);
            if (known is null || known.IsGone || !ReferenceEquals(known.Version, entry.Version))
                Put(entry);
            return entry.Outcome is FileState.Pending or FileState.FailedWillRetry;
        }
    }

    /// <summary>Takes note that of a source's files only these are there. Of a place that can't be listed, a file or a folder,
    /// nobody knows that what was there is gone.</summary>
    internal void KeepOnly(string source, HashSet<string> keys, IReadOnlyCollection<SourceFault> unlisted)
    {
        lock (_lock)
        {
            var gone = _entries.Values
                .Where(entry => !entry.IsGone && string.Equals(entry.Source, source, StringComparison.Ordinal))
                .Where(entry => !keys.Contains(entry.Key)
                    && !unlisted.Any(fault => entry.Key.StartsWith(fault.Key, StringComparison.Ordinal)))
                .ToList();
            foreach (var entry in gone)
                Put(entry with { IsGone = true });
        }
    }

    /// <summary>Takes note of what became of a version, unless another has been seen meanwhile.</summary>
    internal void Conclude(string source, SourceObject version, Func<LedgerEntry, LedgerEntry> outcome)
    {
        lock (_lock)
        {
            if (_entries.GetValueOrDefault((source, version.Key)) is { } known && known.Version == version)
                Put(outcome(known));
        }
    }

    private void Put(LedgerEntry entry)
    {
        var key = (entry.Source, entry.Key);
        if (_entries.TryGetValue(key, out var before))
            _counts[(int)before.State]--;
        _counts[(int)entry.State]++;
        _entries[key] = entry;
    }
}
