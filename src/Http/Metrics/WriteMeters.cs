using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MovieGrains.Http.Metrics;

/// <summary>Counts writes by their kind and what became of them.</summary>
/// <remarks>Kinds and results are constants of the code, never what a client sent: the series stay few.</remarks>
internal sealed class WriteMeters : IMetricSource
{
    private const string Family = "movies_writes_total";

    private readonly ConcurrentDictionary<(string Kind, string Result), StrongBox<long>> _counts = [];

    /// <summary>Counts.</summary>
    /// <param name="kind">Such as <c>post</c>, of which each record counts.</param>
    /// <param name="result">Such as <c>added</c>.</param>
    /// <param name="count">How many.</param>
    public void Count(string kind, string result, long count = 1)
    {
        if (count > 0)
            Interlocked.Add(ref _counts.GetOrAdd((kind, result), static _ => new StrongBox<long>()).Value, count);
    }

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        text.Counter(Family, "Records and writes to movies, by what became of them; refused: nothing could be written.");
        // The dictionary's own copy is of one moment; Linq's asks for the size first, and fails when a result is counted for the
        // first time before it copies.
        foreach (var (key, count) in _counts.ToArray().OrderBy(pair => pair.Key))
            text.Sample(Family, Volatile.Read(ref count.Value), ("kind", key.Kind), ("result", key.Result));
    }
}
