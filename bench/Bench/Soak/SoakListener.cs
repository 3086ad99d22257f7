using System.Net;
using MovieGrains.Bench.Crash;

namespace MovieGrains.Bench.Soak;

/// <summary>Who follows the changes: for the whole run, or for a while each time, going on where it was.</summary>
/// <param name="http">The server.</param>
/// <param name="stay">For how long it listens before it goes away and comes again; null for ever.</param>
/// <param name="violations">Where what goes wrong is told.</param>
internal sealed class SoakListener(HttpClient http, TimeSpan? stay, Violations violations)
{
    /// <summary>Whoever has gone, or was turned away, comes again after it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string? position;
    private long heard;

    /// <summary>Changes that it was told.</summary>
    public long Heard => Volatile.Read(ref heard);

    /// <summary>Listens until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (stay is { } time)
                enough.CancelAfter(time);
            try
            {
                await ListenAsync(enough.Token);
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                // Comes again, unless all is over.
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                violations.Add($"GET /changes failed: {fault.GetBaseException().Message}");
            }
            await Task.Delay(Pause, stop);
        }
    }

    private async Task ListenAsync(CancellationToken enough)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/changes", UriKind.Relative));
        if (position is not null)
            request.Headers.Add("Last-Event-ID", position);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, enough);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            violations.Add($"GET /changes after {position ?? "nothing"} was answered with {(int)response.StatusCode}");
            return;
        }
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(enough));
        while (await lines.ReadLineAsync(enough) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                position = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                Interlocked.Increment(ref heard);
        }
        violations.Add("The stream of changes ended by itself");
    }
}
