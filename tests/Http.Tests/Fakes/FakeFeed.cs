using System.Globalization;
using MovieGrains.Catalog.Changes;

namespace MovieGrains.Http.Tests.Fakes;

/// <summary>A feed whose positions are <c>e-1</c>, <c>e-2</c>, …, and that forgets when it is told to.</summary>
internal sealed class FakeFeed : IChangeFeed
{
    private readonly Lock _lock = new();
    private readonly List<Change> _changes = [];
    private TaskCompletionSource _moved = New();
    private int _forgotten;
    private int _reading;

    /// <summary>Awaited by every read before anything else, as a call to another machine.</summary>
    public Task? Gate { get; set; }

    /// <summary>Reads under way.</summary>
    public int Reading => Volatile.Read(ref _reading);

    public string End
    {
        get
        {
            lock (_lock)
                return Position(_changes.Count);
        }
    }

    public void Add(ChangeKind kind, string id, string source = "drop")
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            var generation = _changes.Count + 1;
            _changes.Add(new Change(Position(generation), kind, id, generation, source));
            (moved, _moved) = (_moved, New());
        }
        moved.SetResult();
    }

    /// <summary>Forgets all there is; whoever waits is told.</summary>
    public void Forget()
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            _changes.Add(new Change(Position(_changes.Count + 1), ChangeKind.Updated, "forgotten", _changes.Count + 1, "drop"));
            _forgotten = _changes.Count;
            (moved, _moved) = (_moved, New());
        }
        moved.SetResult();
    }

    public async ValueTask<ChangePage> ReadAsync(string after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reading);
        try
        {
            if (Gate is not null)
                await Gate.WaitAsync(cancellationToken);
            while (true)
            {
                Task moved;
                lock (_lock)
                {
                    if (!after.StartsWith("e-", StringComparison.Ordinal) || !int.TryParse(after[2..], CultureInfo.InvariantCulture, out var place))
                        return new ChangePage(FeedResult.Malformed, []);
                    if (place < _forgotten)
                        return new ChangePage(FeedResult.Expired, []);
                    if (place < _changes.Count)
                        return new ChangePage(FeedResult.Read, _changes[place..]);
                    moved = _moved.Task;
                }
                await moved.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Position(int place) => string.Create(CultureInfo.InvariantCulture, $"e-{place}");
}
