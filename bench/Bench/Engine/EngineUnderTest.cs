using MovieGrains.Catalog;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Bench.Engine;

/// <summary>The engine, as the editions have it.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly CatalogStore store = new(TimeProvider.System);

    /// <summary>To ask.</summary>
    public ICatalog Catalog => store;

    /// <summary>To feed.</summary>
    public IRecordSink Sink => store;

    /// <summary>Bytes of the full-text index.</summary>
    public long TextBytes => store.Current.Parts.Sum(static live => live.Part.Text.MemoryBytes);

    /// <summary>How many movies compaction has copied into new parts so far.</summary>
    public long MoviesRewritten => store.Compaction.Movies;

    /// <summary>Completes when no compaction is under way or due.</summary>
    public Task WhenCompactedAsync() => store.WhenCompactedAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();
}
