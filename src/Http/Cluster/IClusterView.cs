namespace MovieGrains.Http.Cluster;

/// <summary>Tells of the processes that make a cluster: implemented by whoever composes one.</summary>
public interface IClusterView
{
    /// <summary>How the cluster is now. Waits for nobody for long: of a silo that does not answer, there are no figures.</summary>
    ValueTask<ClusterLook> LookAsync(CancellationToken cancellationToken);
}

/// <summary>A cluster at one moment, as far as it has answered.</summary>
/// <param name="Silos">Its silos, by name.</param>
/// <param name="Partitions">The partitions that are active on them: years first, then those derived from years.</param>
public sealed record ClusterLook(IReadOnlyList<SiloLook> Silos, IReadOnlyList<PartitionLook> Partitions);

/// <summary>A silo.</summary>
/// <param name="Name">Its name in the cluster.</param>
/// <param name="Address">Where other silos reach it.</param>
/// <param name="Status">What the cluster takes it for, such as <c>active</c> or <c>dead</c>.</param>
/// <param name="Held">What its readers answer from; null when it has not told.</param>
public sealed record SiloLook(string Name, string Address, string Status, HeldLook? Held);

/// <summary>What a silo or a partition holds.</summary>
/// <param name="Movies">How many movies.</param>
/// <param name="Bytes">Bytes of memory that they take, documents and index together.</param>
/// <param name="Staleness">For how long it has known of changes that it does not hold yet.</param>
public readonly record struct HeldLook(long Movies, long Bytes, TimeSpan Staleness);

/// <summary>A partition.</summary>
/// <param name="Name">Its name: <c>year/1999</c>, <c>genre/drama</c>, <c>actor/17</c>.</param>
/// <param name="Silo">The name of the silo that has it.</param>
/// <param name="Version">Its version: of a year the number of its last commit.</param>
/// <param name="Held">What it holds.</param>
public sealed record PartitionLook(string Name, string Silo, long Version, HeldLook Held);
