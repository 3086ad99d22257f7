using System.Collections.Concurrent;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reporting;

/// <summary>The partitions that are active on this silo, for those who ask what it holds, and for the replica, which has what memory these
/// leave.</summary>
/// <remarks>Kept here because nobody else has them all: Orleans knows activations, and nothing of what they hold.</remarks>
public sealed class PartitionsHere
{
    private readonly ConcurrentDictionary<string, Here> all = new(StringComparer.Ordinal);

    /// <summary>Bytes that the owners of years take: documents, index, and the commits that they remember.</summary>
    public long OwnersBytes => all.Values.Where(static one => one.IsOwner).Sum(static one => one.Bytes());

    /// <summary>Bytes that the partitions take which are derived from the years.</summary>
    public long DerivedBytes => all.Values.Where(static one => !one.IsOwner).Sum(static one => one.Bytes());

    /// <summary>What they hold, in no order. One that holds nothing itself, as it is split, is left out.</summary>
    internal PartitionReport[] Reports => [.. all.Values.Select(static one => one.Report()).OfType<PartitionReport>()];

    /// <summary>The owner of a year is active.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="report">What it holds; as <paramref name="bytes"/>, may be called on any thread for as long as it is active.</param>
    /// <param name="bytes">The memory that it takes, all in all.</param>
    internal void AddOwner(string name, Func<PartitionReport?> report, Func<long> bytes) => all[name] = new Here(true, report, bytes);

    /// <summary>A derived partition is active.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="report">What it holds, or null; may be called on any thread for as long as it is active.</param>
    internal void AddDerived(string name, Func<PartitionReport?> report) =>
        all[name] = new Here(false, report, () => report()?.Holdings.Bytes ?? 0);

    /// <summary>It is no longer, unless another activation has taken its place.</summary>
    internal void Remove(string name, Func<PartitionReport?> report)
    {
        if (all.TryGetValue(name, out var one) && one.Report == report)
            all.TryRemove(KeyValuePair.Create(name, one));
    }

    private sealed record Here(bool IsOwner, Func<PartitionReport?> Report, Func<long> Bytes);
}
