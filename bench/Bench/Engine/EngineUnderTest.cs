using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Bench.Engine;

/// <summary>The engine, as the editions have it: something to ask and something to feed.</summary>
/// <param name="Catalog">To ask.</param>
/// <param name="Sink">To feed.</param>
/// <param name="MoviesRewritten">How many movies compaction has copied into new parts so far; null when the engine doesn't count.</param>
internal sealed record EngineUnderTest(ICatalog Catalog, IRecordSink Sink, Func<long>? MoviesRewritten)
{
    /// <summary>An empty one.</summary>
    public static EngineUnderTest Create() =>
        throw new BenchException("This build has no engine to measure yet.");
}
