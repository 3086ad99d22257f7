using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The Wikipedia set in a catalogue, loaded file by file, when it is here.</summary>
public sealed class RealCatalog : IAsyncLifetime
{
    /// <summary>Null when the data are not here.</summary>
    internal CatalogStore? Store { get; private set; }

    internal NaiveCatalog Naive { get; private set; } = null!;

    internal List<SourceFile> Files { get; private set; } = [];

    internal List<FileOutcome> Outcomes { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Files = RealMovies.Files();
        if (Files.Count == 0)
            return;
        Store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        foreach (var file in Files)
            Outcomes.AddRange(await Store.LoadAsync(file));
        Naive = new NaiveCatalog(NaiveMerge.Documents(Files).Values);
    }

    public ValueTask DisposeAsync() => Store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
