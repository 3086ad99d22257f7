using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace MovieGrains.Grains.Reading;

/// <summary>Asks the owners of years for others, those on its silo above all: there is one on each, which is called by the silo's address.</summary>
[Alias("movies.owners-on-silo")]
internal interface IOwnersOnSilo : IGrainService
{
    /// <summary>Asks.</summary>
    /// <returns>The answers, in the order of the questions.</returns>
    [Alias("ask")]
    Task<PartialReply[]> AskAsync(YearQuestion[] questions, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IOwnersOnSilo"/>
/// <remarks>Whether an owner is here it need not know: one that has moved is asked where it is, by one more call.</remarks>
internal sealed class OwnersOnSilo(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, IGrainFactory grains)
    : GrainService(id, silo, loggers), IOwnersOnSilo
{
    /// <summary>Owners that work at a time for one who asks: more than there are cores, so that one that waits keeps none idle.</summary>
    private const int AtATime = 32;

    /// <inheritdoc/>
    public Task<PartialReply[]> AskAsync(YearQuestion[] questions, CancellationToken cancellationToken) => Several.AskAsync(
        questions, asked => grains.GetGrain<IYearOwner>(asked.Year).AskAsync(asked.Question, cancellationToken), AtATime);
}

/// <summary>Calls those who ask owners, of all silos.</summary>
internal sealed class OwnersOnSilos(IServiceProvider services) : GrainServiceClient<IOwnersOnSilo>(services)
{
    /// <summary>The one of a silo.</summary>
    public IOwnersOnSilo Of(SiloAddress silo) => GetGrainService(silo);
}
