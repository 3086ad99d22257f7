using System.Globalization;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http.Cluster;

namespace MovieGrains.Api.Cluster;

/// <summary>The cluster, as some silo of it sees it.</summary>
internal sealed class ClusterView(IGrainFactory grains, ReaderOptions options, TimeProvider time) : IClusterView
{
    /// <summary>How many silos are asked, each by way of another gateway: the first may be one that has just been lost.</summary>
    private const int Attempts = 2;

    /// <summary>Years in their order, and number 9 before number 17.</summary>
    private static readonly StringComparer ByNumber = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    /// <inheritdoc/>
    public async ValueTask<ClusterLook> LookAsync(CancellationToken cancellationToken)
    {
        Exception? why = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                return ToLook(await grains.GetGrain<IClusterReporter>(attempt).ReportAsync().WaitAsync(options.Deadline, time, cancellationToken));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                why = failure;
            }
        }
        throw new CatalogUnavailableException("No silo has told in time how the cluster is.", why);
    }

    private static ClusterLook ToLook(ClusterReport report) => new(
        [.. report.Silos.Select(static silo => new SiloLook(silo.Name, silo.Address, silo.Status, silo.Report is null ? null : ToLook(silo.Report.Replica)))],
        [.. report.Silos.SelectMany(static silo => silo.Report?.Partitions ?? [], static (silo, partition) =>
                new PartitionLook(partition.Name, silo.Name, partition.Version, ToLook(partition.Holdings)))
            .OrderBy(static partition => !partition.Name.StartsWith("year/", StringComparison.Ordinal)).ThenBy(static partition => partition.Name, ByNumber)]);

    private static HeldLook ToLook(Holdings held) => new(held.Movies, held.Bytes, TimeSpan.FromTicks(held.Behind));
}
