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

    /// <summary>What all processes together say of something: in a cluster, silos ingest.</summary>
    public async Task<double> SumAsync(Func<ServerFigures, double> read, CancellationToken cancellation) =>
        (await PagesAsync(cancellation)).Sum(read);

    private async Task LookAsync(CancellationToken stop)
    {
        var pages = await PagesAsync(stop);
        Glances.Add(new SoakGlance(
            server.Processes.Sum(static id => new ProcessMemory(id).Resident),
            pages.Sum(static page => page["dotnet_gc_heap_bytes"]),
            pages[0]["movies_catalog_bytes"],
            pages[0]["movies_catalog_movies"],
            server.Processes.Sum(static id => Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count())));
    }

    private async Task<List<ServerFigures>> PagesAsync(CancellationToken cancellation)
    {
        var pages = new List<ServerFigures>();
        foreach (var address in server.Metrics)
            pages.Add(new ServerFigures(await http.GetStringAsync(new Uri(address, "/metrics"), cancellation)));
        return pages;
    }
}
