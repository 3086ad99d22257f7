using MovieGrains.Bench.Reporting;
using MovieGrains.Catalog;

namespace MovieGrains.Bench.Quality;

/// <summary>Starts the searches that are compared; one that the machine hasn't is skipped, and the report says so.</summary>
/// <param name="catalog">The engine, loaded.</param>
/// <param name="movies">The same movies in a file, a JSON document a line.</param>
internal sealed class Searches(ICatalog catalog, string movies)
{
    /// <summary>Starts one.</summary>
    /// <returns>Null when the machine hasn't got it.</returns>
    public async Task<ISearchEngine?> StartAsync(string name, Report report, CancellationToken cancellation) => name switch
    {
        "catalog" => new CatalogSearch(catalog),
        "postgres" when PostgresSearch.IsHere => await PostgresSearch.StartAsync(ListedMovie.Read(movies), cancellation),
        "postgres" => Without("PostgreSQL", report),
        "minisearch" or "orama" when NpmFolder() is { } folder => await NpmSearch.StartAsync(folder, name, movies, cancellation),
        "minisearch" or "orama" => Without(name, report),
        _ => throw new BenchException($"There is no search '{name}'."),
    };

    private static string? NpmFolder() =>
        Environment.GetEnvironmentVariable(NpmSearch.Variable) is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "engine.mjs")) ? folder : null;

    private static ISearchEngine? Without(string name, Report report)
    {
        report.Say($"{name} is skipped: it is not installed here; ./movies bench search-quality installs it.");
        return null;
    }
}
