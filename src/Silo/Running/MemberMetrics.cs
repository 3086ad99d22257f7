using MovieGrains.Http.Metrics;
using Orleans.Runtime;

namespace MovieGrains.Silo.Running;

/// <summary>The cluster as this silo sees it, as metrics: silos that see different ones are cut off from one another.</summary>
internal sealed class MemberMetrics(ISiloStatusOracle silos) : IMetricSource
{
    private const string Name = "movies_cluster_silos";

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var all = silos.GetApproximateSiloStatuses(onlyActive: false).Values.ToList();
        text.Gauge(Name, "Silos of the cluster as this one sees it, by their state; the dead, which are remembered for a day, not among them.");
        text.Sample(Name, all.Count(static status => status == SiloStatus.Active), ("state", "active"));
        text.Sample(Name, all.Count(static status => status is SiloStatus.Created or SiloStatus.Joining), ("state", "joining"));
        text.Sample(Name, all.Count(static status => status is SiloStatus.ShuttingDown or SiloStatus.Stopping), ("state", "leaving"));
    }
}
