using System.Collections.Concurrent;
using MovieGrains.Ingest;

namespace MovieGrains.Grains.Ingesting;

/// <summary>The sources whose grains this silo has, for its metrics.</summary>
public sealed class PolledHere
{
    private readonly ConcurrentDictionary<SourcePolling, bool> all = [];

    /// <summary>What they have done together since they came to this silo.</summary>
    public IngestTotals Totals => IngestTotals.Sum([.. all.Keys.Select(static polling => polling.Totals)]);

    internal void Add(SourcePolling polling) => all.TryAdd(polling, value: true);

    internal void Remove(SourcePolling polling) => all.TryRemove(polling, out _);
}
