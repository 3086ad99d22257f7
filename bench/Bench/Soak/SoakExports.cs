using System.Buffers;
using System.Net;
using MovieGrains.Bench.Crash;

namespace MovieGrains.Bench.Soak;

/// <summary>Who exports the catalogue now and then, and every third time goes away in the midst of it.</summary>
/// <param name="http">The server.</param>
/// <param name="settings">How often.</param>
/// <param name="violations">Where what goes wrong is told.</param>
internal sealed class SoakExports(HttpClient http, SoakSettings settings, Violations violations)
{
    private const int TornEvery = 3, TornAfterBytes = 1 << 20;
    private int done;

    /// <summary>How many there were.</summary>
    public int Done => Volatile.Read(ref done);

    /// <summary>Exports until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var turns = new PeriodicTimer(settings.Exports);
        while (await turns.WaitForNextTickAsync(stop))
        {
            try
            {
                await ExportAsync(stop);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                violations.Add($"GET /export failed: {fault.GetBaseException().Message}");
            }
            Interlocked.Increment(ref done);
        }
    }

    private async Task ExportAsync(CancellationToken stop)
    {
        using var response = await http.GetAsync(new Uri("/export", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            violations.Add($"GET /export was answered with {(int)response.StatusCode}");
            return;
        }
        var most = Done % TornEvery == TornEvery - 1 ? TornAfterBytes : long.MaxValue;
        if (await ReadAsync(await response.Content.ReadAsStreamAsync(stop), most, stop) == 0)
            violations.Add("GET /export was answered with nothing");
    }

    private static async Task<long> ReadAsync(Stream body, long most, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        long bytes = 0;
        while (bytes < most && await body.ReadAsync(buffer, stop) is > 0 and var length)
            bytes += length;
        ArrayPool<byte>.Shared.Return(buffer);
        return bytes;
    }
}
