using MovieGrains.Http;
using Orleans.Runtime;

namespace MovieGrains.Silo.Running;

/// <summary>Ready means: a member of the cluster, in the eyes of all.</summary>
internal sealed class SiloActive(ISiloStatusOracle silos) : IReadinessCheck
{
    /// <inheritdoc/>
    public string? WhyNot() => silos.CurrentStatus == SiloStatus.Active ? null : "The silo is no active member of the cluster.";
}
