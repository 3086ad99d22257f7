using Microsoft.Extensions.Hosting;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http;

namespace MovieGrains.Api.Cluster;

/// <summary>What a reader said last of what its silo holds; asked again each second, as metrics can't wait.</summary>
internal sealed class LastStatus : IReadinessCheck
{
    private CatalogStatus? value;

    public CatalogStatus Value => value ?? default;

    /// <inheritdoc/>
    public string? WhyNot() => value is null ? "No silo has read the catalogue yet." : null;

    /// <summary>Whether its silo leaves years out.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>The versions that the reader's silo held.</summary>
    public IReadOnlyList<YearVersion> Versions { get; private set; } = [];

    public void Set(ReaderStatus status, IReadOnlyList<YearVersion> versions) => (value, Versions, IsPartial) =
        (new CatalogStatus(status.Generation, status.Movies, status.Parts, status.Bytes), versions, status.IsPartial);
}

/// <summary>Asks a reader each second what it holds; when one has said so for the first time, the process is made warm before anybody is told.</summary>
internal sealed class StatusWatch(IGrainFactory grains, Warming warming, ReaderOptions options, LastStatus last, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var slot = 0; !stoppingToken.IsCancellationRequested; slot = (slot + 1) % options.Slots)
        {
            await AskAsync(slot, stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(int slot, CancellationToken cancellationToken)
    {
        try
        {
            var reader = grains.GetGrain<IReader>(slot);
            var status = await reader.GetStatusAsync().WaitAsync(options.Deadline, time, cancellationToken);
            if (!status.IsReady)
                return;
            var versions = await reader.GetVersionsAsync().WaitAsync(options.Deadline, time, cancellationToken);
            if (last.WhyNot() is not null)
                await warming.RunAsync(cancellationToken).WaitAsync(options.Deadline, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            last.Set(status, versions);
        }
        catch (Exception)
        {
            // The next second asks another; what it was, a query that fails for the same reason tells.
        }
    }
}
