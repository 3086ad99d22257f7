using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>Where a silo's replica comes from: the directory and the owners.</summary>
public interface IYearSource
{
    /// <summary>Asks the directory which years have changed; see <see cref="IYearDirectory.NewsAsync"/>.</summary>
    Task<YearNews> NewsAsync(long instance, long after);

    /// <summary>Asks an owner for what has changed; see <see cref="IYearOwner.PullAsync"/>.</summary>
    Task<PulledItems> PullAsync(int year, PullRequest request, CancellationToken cancellationToken);

    /// <summary>Asks an owner what its year holds; see <see cref="IYearOwner.GetStatusAsync"/>.</summary>
    Task<YearStatus> StatusAsync(int year);
}

/// <summary>The cluster's own.</summary>
internal sealed class GrainYearSource(IGrainFactory grains, PullMeters meters, TimeProvider time) : IYearSource
{
    private readonly SilentOwners owners = new(time);

    public Task<YearNews> NewsAsync(long instance, long after) => grains.GetGrain<IYearDirectory>(0).NewsAsync(instance, after);

    public Task<PulledItems> PullAsync(int year, PullRequest request, CancellationToken cancellationToken) =>
        meters.Replica.CountAsync(request, AskAsync(year, request, cancellationToken));

    public Task<YearStatus> StatusAsync(int year) => grains.GetGrain<IYearOwner>(year).GetStatusAsync();

    // An image that has begun to come goes on: it comes from an owner that lives, and would have to begin anew.
    private Task<PulledItems> AskAsync(int year, PullRequest request, CancellationToken cancellationToken) => request.Run != 0
        ? grains.GetGrain<IYearOwner>(year).PullAsync(request, cancellationToken)
        : owners.AskAsync(
            year, isAll: request.Epoch == 0, limit => grains.GetGrain<IYearOwner>(year).PullAsync(request, limit), cancellationToken);
}
