using System.Globalization;
using MovieGrains.Bench.Http;
using MovieGrains.Bench.Ingest;

namespace MovieGrains.Bench.Soak;

/// <summary>Standalone over the folders of a workplace.</summary>
internal sealed class SoakStandalone : ISoakServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ServerProcess process;

    private SoakStandalone(ServerProcess process) => this.process = process;

    /// <inheritdoc/>
    public Uri Address => process.Address;

    /// <inheritdoc/>
    public IReadOnlyList<Uri> Metrics => [process.Address];

    /// <inheritdoc/>
    public IReadOnlyList<int> Processes => [process.Id];

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="assembly">Its dll.</param>
    /// <param name="place">Its folders.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<SoakStandalone> StartAsync(string assembly, Workplace place, CancellationToken cancellation) =>
        new(await ServerProcess.StartAsync(
            assembly,
            port => ["--source", place.Source, "--data", place.Data, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1"],
            "/readyz", Patience, cancellation));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
