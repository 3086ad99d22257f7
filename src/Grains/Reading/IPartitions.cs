using MovieGrains.Grains.Abstractions;
using Orleans.Runtime;

namespace MovieGrains.Grains.Reading;

/// <summary>Those whom a silo asks for what it does not hold.</summary>
public interface IPartitions
{
    /// <summary>Asks the owner of a year.</summary>
    Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken);

    /// <summary>Asks the owners of several years by one call.</summary>
    /// <param name="silo">The silo on which they are, or were: one that is elsewhere is asked there.</param>
    /// <param name="questions">What is asked of each.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answers, in the order of the questions. One that fails fails all.</returns>
    Task<PartialReply[]> AskYearsAsync(string silo, YearQuestion[] questions, CancellationToken cancellationToken);

    /// <summary>Asks a partition that is derived from the years.</summary>
    Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken);
}

/// <summary>The cluster's own.</summary>
internal sealed class GrainPartitions(IGrainFactory grains, OwnersOnSilos owners, ISiloStatusOracle silos) : IPartitions
{
    public Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken) =>
        grains.GetGrain<IYearOwner>(year).AskAsync(question, cancellationToken);

    public Task<PartialReply[]> AskYearsAsync(string silo, YearQuestion[] questions, CancellationToken cancellationToken)
    {
        // Of one that has left, the years have other owners soon, or have them already.
        var address = SiloAddress.FromParsableString(silo);
        return silos.GetApproximateSiloStatus(address) == SiloStatus.Active
            ? owners.Of(address).AskAsync(questions, cancellationToken)
            : Task.WhenAll(Array.ConvertAll(questions, asked => AskYearAsync(asked.Year, asked.Question, cancellationToken)));
    }

    public Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken) =>
        grains.GetGrain<IPartition>(partition.ToString()).AskAsync(question, cancellationToken);
}
