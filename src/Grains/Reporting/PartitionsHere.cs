using System.Collections.Concurrent;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reporting;

/// <summary>The partitions that are active on this silo, for those who ask what it holds.</summary>
/// <remarks>Kept here because nobody else has them all: Orleans knows activations, and nothing of what they hold.</remarks>
public sealed class PartitionsHere
{
    private readonly ConcurrentDictionary<string, Func<PartitionReport?>> all = new(StringComparer.Ordinal);

    /// <summary>What they hold, in no order. One that holds nothing itself, as it is split, is left out.</summary>
    internal PartitionReport[] Reports => [.. all.Values.Select(static report => report()).OfType<PartitionReport>()];

    /// <summary>A partition is active.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="report">What it holds, or null; may be called on any thread for as long as it is active.</param>
    internal void Add(string name, Func<PartitionReport?> report) => all[name] = report;

    /// <summary>It is no longer, unless another activation has taken its place.</summary>
    internal void Remove(string name, Func<PartitionReport?> report) => all.TryRemove(KeyValuePair.Create(name, report));
}
