namespace MovieGrains.Grains.Abstractions;

/// <summary>Asks all silos what they hold. Keeps nothing; any silo answers, and the key is of no meaning.</summary>
[Alias("movies.cluster-reporter")]
public interface IClusterReporter : IGrainWithIntegerKey
{
    /// <summary>How the cluster is now. Takes a second or two at the longest, whoever does not answer.</summary>
    [Alias("report")]
    Task<ClusterReport> ReportAsync();
}

/// <summary>A cluster at one moment.</summary>
/// <param name="Silos">Its silos, by name.</param>
[GenerateSerializer, Immutable, Alias("movies.cluster-report")]
public sealed record ClusterReport([property: Id(0)] SiloState[] Silos);

/// <summary>A silo, as the cluster sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Host and port for other silos.</param>
/// <param name="Status">What membership takes it for, in lower case with underscores.</param>
/// <param name="Report">What it says of itself; null when it has not answered in time.</param>
[GenerateSerializer, Immutable, Alias("movies.silo-state")]
public sealed record SiloState(
    [property: Id(0)] string Name, [property: Id(1)] string Address, [property: Id(2)] string Status, [property: Id(3)] SiloReport? Report);

/// <summary>What a silo says of itself.</summary>
/// <param name="Replica">What it holds for its readers.</param>
/// <param name="Partitions">The partitions that are active on it, in no order.</param>
[GenerateSerializer, Immutable, Alias("movies.silo-report")]
public sealed record SiloReport([property: Id(0)] Holdings Replica, [property: Id(1)] PartitionReport[] Partitions);

/// <summary>What a silo or partition holds.</summary>
/// <param name="Movies">Movies.</param>
/// <param name="Bytes">Bytes of memory that they take, index and documents together.</param>
/// <param name="Behind">For how long changes have been known that are not held yet, in ticks of 100 ns.</param>
[GenerateSerializer, Immutable, Alias("movies.holdings")]
public readonly record struct Holdings([property: Id(0)] long Movies, [property: Id(1)] long Bytes, [property: Id(2)] long Behind);

/// <summary>An active partition.</summary>
/// <param name="Name">Its name, as <c>year/1999</c> or <c>genre/drama</c>.</param>
/// <param name="Version">The number of its last commit: of a year its version, else counted since the partition was activated.</param>
/// <param name="Holdings">What it holds.</param>
[GenerateSerializer, Immutable, Alias("movies.partition-report")]
public sealed record PartitionReport([property: Id(0)] string Name, [property: Id(1)] long Version, [property: Id(2)] Holdings Holdings);
