using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Ingesting;
using MovieGrains.Grains.Reading;
using MovieGrains.Http;

namespace MovieGrains.Silo.Running;

/// <summary>Ready means, of a silo that is the first to serve a source: all that the source had at first is there. A cluster that has
/// read it once is not held up by it again, whether it can be reached or not.</summary>
internal sealed class SourcesRead(IGrainFactory grains, SourceDefinitions definitions, Replica replica, TimeProvider time)
    : BackgroundService, IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private volatile string? _waitingFor = "The sources have not been read yet.";

    /// <inheritdoc/>
    public string? WhyNot() => _waitingFor;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await replica.Ready.WaitAsync(stoppingToken);
            foreach (var name in definitions.Sources.Keys)
            {
                while (!await IsReadAsync(name))
                    await Task.Delay(Interval, time, stoppingToken);
            }
            await replica.CatchUpAsync(stoppingToken);
            _waitingFor = null;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop before it was ready.
        }
    }

    private async Task<bool> IsReadAsync(string name)
    {
        try
        {
            var status = await grains.GetGrain<ISource>(SourceDefinitions.KeyOf(name)).GetStatusAsync();
            _waitingFor = status.Failure is null
                ? $"A source has not been read yet; {status.Records} records of it have been."
                : "A source has not been read yet: it can't be reached. The log of the silo that polls it says why.";
            return status.IsLoaded;
        }
        catch (Exception)
        {
            // Its grain moves, or the silo is not a member yet.
            return false;
        }
    }
}
