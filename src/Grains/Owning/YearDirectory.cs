using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;
using Orleans.Concurrency;

namespace MovieGrains.Grains.Owning;

/// <summary>Knows which years there are. Loses how far they have come when it moves; readers are told to ask the owners then.</summary>
/// <remarks>When a silo has left the cluster, an owner there may have committed what it could not announce any more. So all versions
/// are forgotten then: readers ask each owner once, which makes those that are nowhere be activated again.</remarks>
[Reentrant, KeepAlive]
internal sealed class YearDirectory(IRowStorages storages, ISiloStatusOracle silos, Random random) : Grain, IYearDirectory
{
    /// <summary>Begins the names of the directory's rows.</summary>
    public const string Rows = "years";

    /// <summary>How often is looked whether a silo has left? The cluster itself takes seconds to notice that.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private YearList list = null!; // From the activation on.
    private HashSet<SiloAddress> active = [];

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        list = await YearList.ReadAsync(storages.Of(this.GetGrainId(), Rows), random.NextInt64(1, long.MaxValue), cancellationToken);
        active = ActiveSilos();
        this.RegisterGrainTimer(
            static (self, _) =>
            {
                self.LookForSilosThatLeft();
                return Task.CompletedTask;
            },
            this,
            new GrainTimerCreationOptions(LookInterval, LookInterval) { Interleave = true });
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        list?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task AddAsync(int year, CancellationToken cancellationToken)
    {
        try
        {
            await list.AddAsync(year, cancellationToken);
        }
        catch (RowConflictException)
        {
            // There is another activation; whichever comes next reads what both have added.
            DeactivateOnIdle();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task AnnounceAsync(YearVersion version)
    {
        await AddAsync(version.Year, CancellationToken.None);
        list.Announce(version);
    }

    /// <inheritdoc/>
    public Task<YearNews> NewsAsync(long instance, long after) => Task.FromResult(list.News(instance, after));

    private void LookForSilosThatLeft()
    {
        var now = ActiveSilos();
        if (!active.IsSubsetOf(now))
            list.ForgetVersions();
        active = now;
    }

    private HashSet<SiloAddress> ActiveSilos() => [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys];
}
