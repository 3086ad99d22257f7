using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MovieGrains.Http.Hosting;

/// <summary>Waits until all that a process needs is there.</summary>
public static class AwaitedReadiness
{
    /// <summary>How soon should whoever waits for a process be told? Checks cost next to nothing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Marks the process as loaded once every <see cref="IReadinessCheck"/> is content.</summary>
    /// <returns>Whether it came to that; else the process was told to stop.</returns>
    public static async Task<bool> MarkLoadedWhenReadyAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var checks = app.Services.GetServices<IReadinessCheck>().ToArray();
        using var timer = new PeriodicTimer(Pause, app.Services.GetRequiredService<TimeProvider>());
        try
        {
            while (checks.Any(static check => check.WhyNot() is not null))
                await timer.WaitForNextTickAsync(app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        app.Services.GetRequiredService<Readiness>().MarkLoaded();
        return true;
    }
}
