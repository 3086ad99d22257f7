using MovieGrains.Bench.Crash;
using MovieGrains.Bench.Ingest;

namespace MovieGrains.Bench.Soak;

/// <summary>Looks at a server's memory and metrics once a second.</summary>
internal sealed class SoakWatch(ISoakServer server, HttpClient http, Violations violations)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>What it has seen.</summary>
    public SoakGlances Glances { get; } = new();

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var turns = new PeriodicTimer(Every);
        do
        {
            try
            {
                await LookAsync(stop);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                violations.Add($"The server can't be looked at: {fault.GetBaseException().Message}");
            }
        }
        while (await turns.WaitForNextTickAsync(stop));
    }

    /// <summary>The figures of where it is read and written.</summary>
    public async Task<ServerFigures> FiguresAsync(CancellationToken cancellation) => await FiguresAsync(server.Address, cancellation);

    private async Task LookAsync(CancellationToken stop)
    {
        var pages = new List<ServerFigures>();
        foreach (var address in server.Metrics)
            pages.Add(await FiguresAsync(address, stop));
        Glances.Add(new SoakGlance(
            server.Processes.Sum(static id => new ProcessMemory(id).Resident),
            pages.Sum(static page => page["dotnet_gc_heap_bytes"]),
            pages[0]["movies_catalog_bytes"],
            pages[0]["movies_catalog_movies"],
            server.Processes.Sum(static id => Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count())));
    }

    private async Task<ServerFigures> FiguresAsync(Uri address, CancellationToken cancellation) =>
        new(await http.GetStringAsync(new Uri(address, "/metrics"), cancellation));
}
