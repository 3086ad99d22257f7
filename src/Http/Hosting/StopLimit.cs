using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MovieGrains.Http.Hosting;

/// <summary>Ends a process that was told to stop and does not.</summary>
/// <remarks>Every part of it is given <see cref="HostOptions.ShutdownTimeout"/>, and is then told to make an end. One that goes on all the same,
/// such as a member of a cluster that can't say good-bye since the database is gone, would hold up whoever restarts machines until
/// the process is killed. What was acknowledged is durable, so nothing is lost by ending here.</remarks>
public static class StopLimit
{
    /// <summary>For what remains to be done by those who did make an end. With what comes before, less than the 30 s after which orchestrators
    /// usually kill.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Sees to it that the process ends once it was told to stop.</summary>
    public static void LimitStop(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var limit = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + Rest;
        Watch(
            limit,
            app.Services.GetRequiredService<TimeProvider>(),
            () => Environment.Exit(Failure.Tell(FormattableString.Invariant($"The process has not stopped in {limit.TotalSeconds} s, and is ended."))),
            app.Lifetime.ApplicationStopping);
    }

    /// <summary>Does something if the process is still there by then.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="end">What to do.</param>
    /// <param name="stopping">It is told to stop.</param>
    internal static void Watch(TimeSpan limit, TimeProvider time, Action end, CancellationToken stopping)
    {
        ITimer? timer = null; // Whoever holds the registration holds it.
        stopping.Register(() => timer = time.CreateTimer(_ => end(), null, limit, Timeout.InfiniteTimeSpan));
    }
}
