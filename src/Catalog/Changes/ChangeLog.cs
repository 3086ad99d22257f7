using System.Globalization;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Changes;

/// <summary>The newest changes of a store, as many as fit a bound.</summary>
/// <remarks>
/// A position is <c>epoch-number.index</c>: the epoch names the store, so that one that began anew is not mistaken for the
/// one before; then the commit's number and the change's place in it, from 1. Place 0 stands before a commit's first change.
/// </remarks>
/// <param name="capacity">How many changes are remembered.</param>
internal sealed class ChangeLog(int capacity) : IChangeFeed
{
    /// <summary>How many changes a reader is given at a time at most?</summary>
    private const int PageSize = 500;

    private readonly Lock gate = new();
    private Entry[] ring = new Entry[16]; // Ascending by position, from the oldest on.
    private int oldest, count;
    private TaskCompletionSource more = NewSignal();
    private string epoch = "";
    private Place forgotten = new(1, 0); // The newest position of which all that came before may be forgotten.
    private Place newest = new(1, 0);
    private long number;
    private int index;

    public string End
    {
        get
        {
            lock (gate)
                return Text(newest);
        }
    }

    /// <summary>Changes remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return count;
        }
    }

    /// <summary>Names the store; letters and digits.</summary>
    public required string Epoch
    {
        get
        {
            lock (gate)
                return epoch;
        }
        set
        {
            lock (gate)
                epoch = value;
        }
    }

    /// <summary>Begins after a commit of which the changes are not known.</summary>
    public void StartAfter(long commit)
    {
        lock (gate)
            forgotten = newest = new Place(commit + 1, 0);
    }

    /// <summary>Begins at a position: all that came before it is forgotten.</summary>
    public void StartAt(string position)
    {
        lock (gate)
            forgotten = newest = Parse(position)?.At ?? throw new InvalidDataException("What was stored has no position in the changes.");
    }

    /// <summary>Begins a commit.</summary>
    public void Begin(long commit) => (number, index) = (commit, 0);

    /// <summary>Adds a change of the commit; nobody sees it before <see cref="EndCommit"/>.</summary>
    public void Add(ChangeKind kind, MovieId id, string? source)
    {
        lock (gate)
        {
            if (count == capacity)
                Forget();
            else if (count == ring.Length)
                Grow();
            ring[(oldest + count++) % ring.Length] = new Entry(new Place(number, ++index), kind, id, source ?? "");
        }
    }

    /// <summary>Shows the commit's changes.</summary>
    public void EndCommit()
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            if (index == 0)
                return;
            newest = new Place(number, index);
            (waiting, more) = (more, NewSignal());
        }
        waiting.SetResult();
    }

    public async ValueTask<ChangePage> ReadAsync(string after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (Parse(after) is not { } place)
                    return new ChangePage(FeedResult.Malformed, []);
                if (!string.Equals(place.Epoch, epoch, StringComparison.Ordinal) || forgotten.IsAfter(place.At) || place.At.IsAfter(newest))
                    return new ChangePage(FeedResult.Expired, []);
                if (PageAfter(place.At) is { Count: > 0 } page)
                    return new ChangePage(FeedResult.Read, page);
                waiting = more.Task;
            }
            await waiting.WaitAsync(cancellationToken);
        }
    }

    private Entry At(int place) => ring[(oldest + place) % ring.Length];

    private void Forget()
    {
        forgotten = At(0).Place;
        oldest = (oldest + 1) % ring.Length;
        count--;
    }

    private void Grow()
    {
        var larger = new Entry[Math.Min(capacity, ring.Length * 2)];
        for (var i = 0; i < count; i++)
            larger[i] = At(i);
        (ring, oldest) = (larger, 0);
    }

    private List<Change> PageAfter(Place after)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (!At(middle).Place.IsAfter(after))
                low = middle + 1;
            else
                high = middle;
        }
        var page = new List<Change>();
        for (; low < count && page.Count < PageSize && !At(low).Place.IsAfter(newest); low++)
            page.Add(Show(At(low)));
        return page;
    }

    private Change Show(Entry entry) => new(Text(entry.Place), entry.Kind, entry.Id.ToString(), entry.Place.Number, entry.Source);

    private string Text(Place place) => string.Create(CultureInfo.InvariantCulture, $"{epoch}-{place.Number}.{place.Index}");

    private static (string Epoch, Place At)? Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dash > 0 && dot > dash
            && long.TryParse(text.AsSpan(dash + 1, dot - dash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (text[..dash], new Place(number, index))
            : null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Place(long Number, int Index)
    {
        public bool IsAfter(Place other) => Number != other.Number ? Number > other.Number : Index > other.Index;
    }

    private readonly record struct Entry(Place Place, ChangeKind Kind, MovieId Id, string Source);
}
