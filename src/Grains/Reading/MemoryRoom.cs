using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Reading;

/// <summary>What a silo's budget of memory leaves for its replica. Owners and derived partitions come first: what they hold is needed where
/// they are, while the replica can do with fewer years.</summary>
/// <param name="budget">Bytes that the silo may take for the catalogue.</param>
/// <param name="others">What else takes of it; null for nothing.</param>
/// <param name="log">Told when owners alone take more than there is.</param>
internal sealed partial class MemoryRoom(long budget, PartitionsHere? others, ILogger log)
{
    /// <summary>The replica has at least one part in so many. It need hold nothing for answers to be right; but the years that are asked for
    /// all the time are worth having even where the budget was set too small.</summary>
    internal const int LeastParts = 10;

    private bool isExceeded;

    /// <summary>Measures.</summary>
    /// <returns>Bytes that the replica may take.</returns>
    public long Measure()
    {
        var owners = others?.OwnersBytes ?? 0;
        Note(owners);
        return Math.Max(budget / LeastParts, budget - owners - (others?.DerivedBytes ?? 0));
    }

    /// <summary>Tells once that it begins, and once that it is over: well below, as sizes go up and down a little all the time.</summary>
    private void Note(long owners)
    {
        if (!isExceeded && owners > budget)
            Exceeded(log, owners, budget);
        else if (isExceeded && owners < budget / 10 * 9)
            Kept(log, owners, budget);
        else
            return;
        isExceeded = !isExceeded;
    }

    [LoggerMessage(4, LogLevel.Warning, "The owners of years on this silo take {Owners} bytes, more than the {Budget} that it may take in all. "
        + "Give it more memory, or the cluster more silos")]
    private static partial void Exceeded(ILogger log, long owners, long budget);

    [LoggerMessage(5, LogLevel.Information, "The owners of years on this silo take {Owners} bytes again, of the {Budget} that it may take in all")]
    private static partial void Kept(ILogger log, long owners, long budget);
}
