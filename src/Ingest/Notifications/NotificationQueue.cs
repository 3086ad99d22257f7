using System.Threading.Channels;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Notifications;

/// <summary>Word of objects that have come, changed or gone, until someone looks at them. Safe for several threads.</summary>
/// <remarks>
/// What it says of an object doesn't matter, only which: so word that comes twice, late or in the wrong order is harmless.
/// It is bounded, and is lost when the process ends; the next poll makes up for that.
/// </remarks>
public sealed class NotificationQueue
{
    /// <summary>Objects that can wait: more than arrive while a large file is read, fewer than a listing finds as fast.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<(IObjectSource Source, WaitingKeys Keys)> _sources;
    private int _waiting;
    private long _taken;
    private long _dropped;

    /// <summary>A queue of objects of some sources.</summary>
    public NotificationQueue(IEnumerable<IObjectSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _sources = [.. sources.Select(static source => (source, new WaitingKeys()))];
    }

    /// <summary>Notifications that were taken so far, those of objects that waited already among them.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Notifications for which there was no room.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Objects that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Has an object looked at soon. Does not wait for it.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key, as the bucket has it: not encoded.</param>
    public NotificationOutcome Offer(string bucket, string key)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(key);
        NotificationOutcome? outcome = null;
        foreach (var (source, keys) in _sources)
        {
            if (!source.TryMatch(bucket, key, out var sourceKey))
                continue;
            // Two sources may be of one bucket; one that has room for it is enough to say that it was taken.
            if (Offer(keys, sourceKey))
                outcome = new NotificationOutcome(NotificationResult.Queued, LedgerEntry.IdOf(source.Name, sourceKey));
            outcome ??= new NotificationOutcome(NotificationResult.Full, null);
        }
        Count(outcome?.Result);
        return outcome ?? new NotificationOutcome(NotificationResult.NotConfigured, null);
    }

    /// <summary>Completes when a source has something to take; then <see cref="Take"/> it.</summary>
    internal Task WaitAsync(IObjectSource source, CancellationToken cancellationToken) =>
        KeysOf(source).Any.Reader.ReadAsync(cancellationToken).AsTask();

    /// <summary>Takes the keys that have waited longest. Word of one that comes from now on is queued again.</summary>
    internal IReadOnlyList<string> Take(IObjectSource source, int most)
    {
        var keys = KeysOf(source);
        lock (_lock)
        {
            var taken = new List<string>();
            while (taken.Count < most && keys.InOrder.TryDequeue(out var key))
            {
                keys.All.Remove(key);
                taken.Add(key);
            }
            _waiting -= taken.Count;
            if (keys.InOrder.Count > 0)
                keys.Any.Writer.TryWrite(true);
            return taken;
        }
    }

    private bool Offer(WaitingKeys keys, string key)
    {
        lock (_lock)
        {
            if (keys.All.Contains(key))
                return true;
            if (_waiting >= Capacity)
                return false;
            keys.All.Add(key);
            keys.InOrder.Enqueue(key);
            _waiting++;
            keys.Any.Writer.TryWrite(true);
            return true;
        }
    }

    private void Count(NotificationResult? result)
    {
        if (result == NotificationResult.Queued)
            Interlocked.Increment(ref _taken);
        else if (result == NotificationResult.Full)
            Interlocked.Increment(ref _dropped);
    }

    private WaitingKeys KeysOf(IObjectSource source) => _sources.First(one => ReferenceEquals(one.Source, source)).Keys;

    private sealed class WaitingKeys
    {
        public HashSet<string> All { get; } = new(StringComparer.Ordinal);

        public Queue<string> InOrder { get; } = new();

        /// <summary>Has an item when someone is to look at what waits; one says as much as many.</summary>
        public Channel<bool> Any { get; } =
            Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    }
}
