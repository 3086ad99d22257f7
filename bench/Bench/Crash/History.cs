namespace MovieGrains.Bench.Crash;

/// <summary>All writes that are known to have been done, for doing them again elsewhere.</summary>
internal sealed class History(int writers)
{
    private readonly List<Operation>[] own = [.. Enumerable.Range(0, writers).Select(_ => new List<Operation>())];
    private readonly List<SharedOperation> counted = [];

    /// <summary>Each client's, in its order; what counts is not among them.</summary>
    public IReadOnlyList<IReadOnlyList<Operation>> ByWriter => own;

    /// <summary>All clients' that count, in the order in which they were done.</summary>
    public IReadOnlyList<SharedOperation> Counted => [.. counted.OrderBy(operation => operation.Value)];

    /// <summary>Adds one.</summary>
    public void Add(int writer, Operation operation)
    {
        if (operation is not SharedOperation { Mark: not null } shared)
            own[writer].Add(operation);
        else
            lock (counted)
                counted.Add(shared);
    }
}
