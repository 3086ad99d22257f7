using MovieGrains.Bench.Cluster;
using MovieGrains.Bench.Ingest;

namespace MovieGrains.Bench.Soak;

/// <summary>An API, silos and PostgreSQL, of which the first two are watched.</summary>
internal sealed class SoakCluster : ISoakServer
{
    private readonly ClusterProcess cluster;

    private SoakCluster(ClusterProcess cluster) => this.cluster = cluster;

    /// <inheritdoc/>
    public Uri Address => cluster.Address;

    /// <inheritdoc/>
    public IReadOnlyList<Uri> Metrics => [cluster.Address, .. cluster.SiloAddresses()];

    /// <inheritdoc/>
    public IReadOnlyList<int> Processes => field ??= cluster.Members();

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="place">Its source.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<SoakCluster> StartAsync(int silos, Workplace place, CancellationToken cancellation) =>
        new(await ClusterProcess.StartAsync(place.Source, silos, cancellation));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
