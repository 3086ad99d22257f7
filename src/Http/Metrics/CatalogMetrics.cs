using MovieGrains.Catalog;

namespace MovieGrains.Http.Metrics;

/// <summary>What the catalogue holds, as metrics.</summary>
internal sealed class CatalogMetrics(ICatalog catalog) : IMetricSource
{
    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var status = catalog.Status;
        One(text, "movies_catalog_movies", "Movies in the catalogue.", status.Movies);
        One(text, "movies_catalog_generation", "Grows by one with every change that readers can see.", status.Generation);
        One(text, "movies_catalog_parts", "Immutable parts that a query looks into.", status.Parts);
        One(text, "movies_catalog_bytes", "Bytes that documents and index hold in memory.", status.Bytes);
    }

    private static void One(MetricsText text, string name, string help, double value)
    {
        text.Gauge(name, help);
        text.Sample(name, value);
    }
}
