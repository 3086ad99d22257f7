using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Owning;

/// <summary>Tells the directory how far an owner has come: the newest version only, one call at a time, again until it went through.</summary>
/// <remarks>For one scheduler: an owner's. Nobody waits for it.</remarks>
/// <param name="announce">Tells the directory.</param>
/// <param name="version">What there is to tell.</param>
/// <param name="again">How long after a failure to try again.</param>
/// <param name="time">The clock.</param>
internal sealed class Announcements(
    Func<YearVersion, Task> announce, Func<YearVersion> version, TimeSpan again, TimeProvider time) : IDisposable
{
    private const ConfigureAwaitOptions Quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    /// <summary>How long may the directory take? A call to one whose silo is gone ends after ten seconds, and until then nobody would be
    /// told of later commits, though there is another directory by then.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource end = new();
    private Task running = Task.CompletedTask;
    private YearVersion announced;

    /// <summary>There may be something new.</summary>
    public void Wake()
    {
        if (running.IsCompleted && !end.IsCancellationRequested)
            running = RunAsync();
    }

    /// <summary>Ends it, after one more try to tell what is new.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await end.CancelAsync();
        await running.WaitAsync(cancellationToken).ConfigureAwait(Quietly);
        if (version() is { Version: > 0 } last && last != announced)
            await announce(last).WaitAsync(cancellationToken).ConfigureAwait(Quietly);
    }

    /// <inheritdoc/>
    public void Dispose() => end.Dispose();

    private async Task RunAsync()
    {
        // The one who wakes it is about to answer.
        await Task.Yield();
        while (!end.IsCancellationRequested && version() is { Version: > 0 } next && next != announced)
        {
            try
            {
                await announce(next).WaitAsync(Limit, time, end.Token);
                announced = next;
            }
            catch (Exception) when (!end.IsCancellationRequested)
            {
                await Task.Delay(again, time, end.Token).ConfigureAwait(Quietly);
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
