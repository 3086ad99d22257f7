using System.Net;
using System.Text;
using System.Text.Json;
using MovieGrains.Bench.Crash;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Soak;

/// <summary>A client that posts, patches and deletes movies of its own, over and over the same ones, so that the catalogue stays as large as
/// it is.</summary>
/// <param name="http">The server.</param>
/// <param name="number">Which writer; each has other movies.</param>
/// <param name="settings">How often, of all writers together.</param>
/// <param name="violations">Where what goes wrong is told.</param>
internal sealed class SoakWriter(HttpClient http, int number, SoakSettings settings, Violations violations)
{
    /// <summary>How many writers there are: an answer that waits for the disk holds up only one of them.</summary>
    public const int Writers = 4;

    /// <summary>Movies of a writer: few enough that most have been there before the first third of a run of minutes is over.</summary>
    private const int Own = 100;

    /// <summary>Of the writes to a movie that is there: so many change it, the others delete it.</summary>
    private const double Changes = 0.6;

    private readonly MovieGenerator generator = new(Own, seed: 1000 + (ulong)number);
    private readonly string?[] ids = new string?[Own];
    private Rolls rolls = new(settings.Seed + 1000 + (ulong)number);
    private int version;
    private long answered;

    /// <summary>Writes that were answered.</summary>
    public long Answered => Volatile.Read(ref answered);

    /// <summary>Writes until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var turns = new PeriodicTimer(TimeSpan.FromSeconds(Writers / settings.Writes));
        while (await turns.WaitForNextTickAsync(stop))
            await WriteAsync(rolls.Below(Own), stop);
    }

    private async Task WriteAsync(int place, CancellationToken stop)
    {
        version++;
        if (ids[place] is not { } id)
        {
            var record = Encoding.UTF8.GetString(generator.Make(place, version));
            if (await SendAsync(HttpMethod.Post, "/movies", record, HttpStatusCode.Created, stop) is { } answer)
                ids[place] = IdOf(answer);
        }
        else if (rolls.Chance(Changes))
        {
            await SendAsync(HttpMethod.Patch, "/movies/" + id, $"{{\"soak\":{version},\"extract\":\"As it is the {version}th time.\"}}", HttpStatusCode.OK, stop);
        }
        else if (await SendAsync(HttpMethod.Delete, "/movies/" + id, null, HttpStatusCode.NoContent, stop) is not null)
        {
            ids[place] = null;
        }
    }

    private static string IdOf(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("outcomes")[0].GetProperty("id").GetString()!;
    }

    /// <summary>Sends one, and says what went wrong when another status came back, or none.</summary>
    private async Task<string?> SendAsync(HttpMethod method, string path, string? body, HttpStatusCode wanted, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            Interlocked.Increment(ref answered);
            if (response.StatusCode == wanted)
                return text;
            violations.Add($"{method} {path} was answered with {(int)response.StatusCode}: {text}");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            violations.Add($"{method} {path} failed: {fault.GetBaseException().Message}");
        }
        return null;
    }
}
