using System.Runtime.InteropServices;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>The entries of one source, and which of them the listing under way has come upon. The ledger locks it.</summary>
/// <remarks>
/// A listing marks what it sees with its number, rather than gathering the keys: an idle listing of any number of files
/// then allocates nothing here.
/// </remarks>
internal sealed class SourceRows
{
    private readonly Dictionary<string, Slot> _slots = [];
    private int _listing;
    private int _listed;
    private int _present;

    /// <summary>All entries.</summary>
    public IEnumerable<LedgerEntry> Entries => _slots.Values.Select(static slot => slot.Entry);

    /// <summary>Begins a listing.</summary>
    public void BeginListing()
    {
        _listing++;
        _listed = 0;
    }

    /// <summary>Whether the listing comes upon a key for the first time. It must be known by then.</summary>
    public bool MarkListed(string key)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrNullRef(_slots, key);
        if (slot.Listing == _listing)
            return false;
        slot.Listing = _listing;
        _listed++;
        return true;
    }

    /// <summary>What is known of a file, or null.</summary>
    public LedgerEntry? Find(string key) => _slots.TryGetValue(key, out var slot) ? slot.Entry : null;

    /// <summary>Keeps an entry.</summary>
    /// <returns>The one before, or null.</returns>
    public LedgerEntry? Put(LedgerEntry entry)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, entry.Key, out var isKnown);
        var before = isKnown ? slot.Entry : null;
        _present += (entry.IsGone ? 0 : 1) - (before is { IsGone: false } ? 1 : 0);
        slot.Entry = entry;
        return before;
    }

    /// <summary>Forgets a file.</summary>
    /// <returns>What was known of it, or null.</returns>
    public LedgerEntry? Remove(string key)
    {
        if (!_slots.Remove(key, out var slot))
            return null;
        _present -= slot.Entry.IsGone ? 0 : 1;
        return slot.Entry;
    }

    /// <summary>The files that the listing, now at its end, did not come upon though they were there. Of a place that can't
    /// be listed, a file or a folder, nobody knows that what was there is gone.</summary>
    public List<LedgerEntry> Missing(IReadOnlyCollection<SourceFault> unlisted)
    {
        if (_listed == _present)
            return [];
        return [.. _slots.Values
            .Where(slot => slot.Listing != _listing && !slot.Entry.IsGone)
            .Select(static slot => slot.Entry)
            .Where(entry => !unlisted.Any(fault => entry.Key.StartsWith(fault.Key, StringComparison.Ordinal)))];
    }

    private struct Slot
    {
        public LedgerEntry Entry;
        public int Listing;
    }
}
