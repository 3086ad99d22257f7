namespace MovieGrains.Bench.Crash;

/// <summary>What was found to be other than promised.</summary>
internal sealed class Violations
{
    /// <summary>How many are told? The first few explain the rest.</summary>
    private const int Told = 20;

    private readonly Lock gate = new();
    private readonly List<string> told = [];
    private int count;

    /// <summary>Whether there is any.</summary>
    public bool AreAny => Count > 0;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The first ones.</summary>
    public IReadOnlyList<string> First
    {
        get
        {
            lock (gate)
                return [.. told];
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(string detail)
    {
        Interlocked.Increment(ref count);
        lock (gate)
        {
            if (told.Count < Told)
                told.Add(detail);
        }
    }
}
