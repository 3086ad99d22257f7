using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Partitions;

/// <summary>Where derived partitions come from: the owners of the years.</summary>
public interface IShareSource
{
    /// <summary>All years that there are, and how far each has come. Fails while that is not known.</summary>
    Task<YearNews> NewsAsync();

    /// <summary>Asks an owner for what has changed in a partition; see <see cref="IYearOwner.PullShareAsync"/>.</summary>
    Task<PulledItems> PullShareAsync(int year, PartitionKey partition, PullRequest request, CancellationToken cancellationToken);

    /// <summary>Asks an owner how many movies a partition has of its year.</summary>
    Task<long> CountShareAsync(int year, PartitionKey partition);
}

/// <summary>The cluster's own. Which years there are it hears from the silo's replica, so that however many partitions are active, they ask
/// the directory for nothing.</summary>
internal sealed class GrainShares(IGrainFactory grains, Replica replica, PullMeters meters) : IShareSource
{
    public Task<YearNews> NewsAsync() => Task.FromResult(replica.News());

    public Task<PulledItems> PullShareAsync(int year, PartitionKey partition, PullRequest request, CancellationToken cancellationToken) =>
        meters.Partitions.CountAsync(request, grains.GetGrain<IYearOwner>(year).PullShareAsync(partition, request, cancellationToken));

    public Task<long> CountShareAsync(int year, PartitionKey partition) => grains.GetGrain<IYearOwner>(year).CountShareAsync(partition);
}

/// <summary>One partition's share of the years, for the replica that it is.</summary>
internal sealed class ShareOfYears(IShareSource source, PartitionKey partition) : IYearSource
{
    public Task<YearNews> NewsAsync(long instance, long after) => source.NewsAsync();

    public Task<PulledItems> PullAsync(int year, PullRequest request, CancellationToken cancellationToken) =>
        source.PullShareAsync(year, partition, request, cancellationToken);

    public Task<YearStatus> StatusAsync(int year) => throw new NotSupportedException("A derived partition leaves no years out.");
}
