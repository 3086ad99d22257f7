using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>The outcomes of requests that their clients have named, kept as notes: durable with what was written.</summary>
/// <remarks>Only within the writer's turn. The oldest are forgotten when there are too many.</remarks>
internal sealed class Idempotency(NoteTable notes, TimeProvider time)
{
    /// <summary>Begins the key of every such note.</summary>
    public const string Prefix = "idempotency/";

    /// <summary>How many outcomes are remembered?</summary>
    private const int MostKept = 10_000;

    /// <summary>How many bytes of them?</summary>
    private const long MostBytes = 64 << 20;

    /// <summary>For how long is a client's second try of the same request a second try?</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Queue<(string Key, DateTimeOffset At, int Bytes)> kept = new();
    private long bytes;

    /// <summary>What became of the request before; null when there was none.</summary>
    /// <param name="key">The request's name.</param>
    /// <param name="uncommitted">The notes of the same commit, which may have it already.</param>
    public RecordsOutcome? Find(IdempotencyKey key, List<Note> uncommitted)
    {
        var name = Prefix + key.Key;
        var value = uncommitted.FindLast(n => string.Equals(n.Key, name, StringComparison.Ordinal))?.Value ?? notes.Find(name);
        if (value is null)
            return null;
        var known = KeptOutcome.Read(value);
        if (time.GetUtcNow() - known.At > Kept)
            return null;
        return known.IsOf(key) ? known.ToOutcome() : new RecordsOutcome([], known.Generation, IsKeyMisused: true);
    }

    /// <summary>Makes the notes that remember an outcome, and forget the oldest ones.</summary>
    /// <remarks>If the commit then fails, what was to be forgotten stays until the next start: no more than that.</remarks>
    public IEnumerable<Note> Remember(IdempotencyKey key, RecordsOutcome outcome)
    {
        var now = time.GetUtcNow();
        var value = KeptOutcome.Of(key, outcome, now).Write();
        var made = new List<Note> { new(Prefix + key.Key, value) };
        Add(Prefix + key.Key, now, value.Length);
        while (kept.Count > MostKept || bytes > Math.Max(MostBytes, value.Length) || now - kept.Peek().At > Kept)
        {
            var (oldest, _, size) = kept.Dequeue();
            bytes -= size;
            if (!string.Equals(oldest, Prefix + key.Key, StringComparison.Ordinal))
                made.Add(new Note(oldest, null));
        }
        return made;
    }

    /// <summary>Takes up what a restored store remembers.</summary>
    public void Restore()
    {
        var known = notes.Read(Prefix).Select(n => (n.Key, KeptOutcome.Read(n.Value!).At, n.Value!.Length));
        foreach (var (key, at, size) in known.OrderBy(n => n.At))
            Add(key, at, size);
    }

    private void Add(string key, DateTimeOffset at, int size)
    {
        kept.Enqueue((key, at, size));
        bytes += size;
    }
}
