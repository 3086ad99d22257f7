using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MovieGrains.Bench.Http;

namespace MovieGrains.Bench.Ingest;

/// <summary>Standalone over the folders of a workplace.</summary>
internal sealed class IngestServer : IAsyncDisposable
{
    /// <summary>Seconds from one look at the folder to the next: the least that there is, as what is measured begins with it.</summary>
    public const double QuickPoll = 0.05;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly HttpClient client;

    private IngestServer(ServerProcess process)
    {
        Process = process;
        client = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(1) };
    }

    /// <summary>The process.</summary>
    public ServerProcess Process { get; }

    /// <summary>Its memory, as the system counts it.</summary>
    public ProcessMemory Memory => new(Process.Id);

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<IngestServer> StartAsync(IngestSetup setup, string source, string data, double poll, CancellationToken cancellation) =>
        new(await ServerProcess.StartAsync(
            setup.Standalone,
            port => ["--source", source, "--data", data, "--port", Text(port), "--bind", "127.0.0.1", "--poll", Text(poll)],
            "/readyz", Patience, cancellation));

    /// <summary>Its metrics.</summary>
    public async Task<ServerFigures> FiguresAsync(CancellationToken cancellation) =>
        new(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation));

    /// <summary>Waits until its metrics say something.</summary>
    public async Task<ServerFigures> WaitAsync(Func<ServerFigures, bool> isSo, CancellationToken cancellation)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience;)
        {
            var figures = await FiguresAsync(cancellation);
            if (isSo(figures))
                return figures;
            await Task.Delay(50, cancellation);
        }
        throw new BenchException("The server did not come to what was waited for.");
    }

    /// <summary>Waits until the log is quiet: no file waits, and no snapshot is being written.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        var before = Process.ProcessorTime;
        for (var quiet = 0; quiet < 4;)
        {
            await Task.Delay(250, cancellation);
            var now = Process.ProcessorTime;
            // Polls alone take a few milliseconds.
            quiet = now - before < TimeSpan.FromMilliseconds(60) ? quiet + 1 : 0;
            before = now;
        }
    }

    /// <summary>How many movies it has.</summary>
    public async Task<long> MoviesAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync("/movies?page_size=1", cancellation);
        return answer.RootElement.GetProperty("total").GetInt64();
    }

    /// <summary>The ledger's row of a file; null when it has none.</summary>
    public async Task<JsonElement?> FileAsync(string key, CancellationToken cancellation)
    {
        for (var page = 1; ; page++)
        {
            using var answer = await GetAsync($"/ingest/files?page_size=100&page={Text(page)}", cancellation);
            foreach (var row in answer.RootElement.GetProperty("items").EnumerateArray())
            {
                if (row.GetProperty("key").ValueEquals(key))
                    return row.Clone();
            }
            if (!answer.RootElement.GetProperty("has_more").GetBoolean())
                return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation) =>
        JsonDocument.Parse(await client.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation));

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
