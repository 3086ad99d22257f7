using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Those whom a silo asks for what it does not hold.</summary>
public interface IPartitions
{
    /// <summary>Asks the owner of a year.</summary>
    Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken);

    /// <summary>Asks a partition that is derived from the years.</summary>
    Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken);
}

/// <summary>The cluster's own.</summary>
internal sealed class GrainPartitions(IGrainFactory grains) : IPartitions
{
    public Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken) =>
        grains.GetGrain<IYearOwner>(year).AskAsync(question, cancellationToken);

    public Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken) =>
        grains.GetGrain<IPartition>(partition.ToString()).AskAsync(question, cancellationToken);
}
