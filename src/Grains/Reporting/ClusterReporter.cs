using MovieGrains.Grains.Abstractions;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace MovieGrains.Grains.Reporting;

/// <summary>Asks all silos what they hold, and waits for none of them for long.</summary>
[StatelessWorker, Reentrant]
internal sealed class ClusterReporter(SiloList silos, SiloReporters reporters, TimeProvider time) : Grain, IClusterReporter
{
    /// <summary>How long may the table of members take, and how long a silo? What answers at all does so within milliseconds.</summary>
    private static readonly TimeSpan TableLimit = TimeSpan.FromSeconds(1), SiloLimit = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<ClusterReport> ReportAsync() =>
        new(await Task.WhenAll((await silos.ReadAsync(TableLimit)).Select(StateAsync)));

    private async Task<SiloState> StateAsync(KnownSilo silo) => new(silo.Name, silo.Place, silo.State, await AskAsync(silo));

    private async Task<SiloReport?> AskAsync(KnownSilo silo)
    {
        if (silo.Status == SiloStatus.Dead)
            return null;
        try
        {
            return await reporters.Of(silo.Address).ReportAsync().WaitAsync(SiloLimit, time);
        }
        catch (Exception)
        {
            // It comes, goes, stands still, or is of a release that does not report: its status says which of these.
            return null;
        }
    }
}
