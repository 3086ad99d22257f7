using System.Collections.Concurrent;
using MovieGrains.Grains.Storage;
using MovieGrains.Grains.Tests.Storage;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>The database of a cluster: it survives every silo.</summary>
internal sealed class SharedRows : IRowStorages
{
    private readonly ConcurrentDictionary<(GrainId, string), MemoryRows> all = [];

    public IRowStorage Of(GrainId grain, string kind) => RowsOf(grain, kind);

    public MemoryRows RowsOf(GrainId grain, string kind) => all.GetOrAdd((grain, kind), _ => new MemoryRows());
}
