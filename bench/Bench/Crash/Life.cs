using System.Net;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>The process has been killed; whoever talked to it waits for the next one.</summary>
internal sealed class LifeEndedException() : Exception("The process has been killed.");

/// <summary>An answer that came whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, string? Tag, bool IsReplay)
{
    /// <summary>The body as JSON.</summary>
    public JsonObject Json() => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>A process while it answers.</summary>
internal sealed class Life(CrashProcess process, Uri address, CrashSettings settings, Violations violations) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = settings.Patience };

    /// <summary>Whether the process has been killed.</summary>
    public bool IsOver => process.IsKilled;

    /// <summary>Asks, and reads the answer whole.</summary>
    /// <exception cref="LifeEndedException">No answer came: whether it was done is not known.</exception>
    public async Task<Answer> SendAsync(HttpMethod method, string target, string? body = null, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, null, body.Contains("}\n{", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await TryAsync(() => client.SendAsync(request), $"{method} {target}");
        var text = await TryAsync(() => response.Content.ReadAsStringAsync(), $"The answer to {method} {target}");
        return new Answer(response.StatusCode, text, response.Headers.ETag?.ToString(), response.Headers.Contains("Idempotency-Replayed"));
    }

    /// <summary>Asks for what must be there.</summary>
    public async Task<string> GetAsync(string target)
    {
        var answer = await SendAsync(HttpMethod.Get, target);
        if (answer.Status == HttpStatusCode.OK)
            return answer.Body;
        violations.Add($"GET {target} was answered with {(int)answer.Status}: {answer.Body}");
        throw new LifeEndedException();
    }

    /// <summary>Asks for movies, one to a line.</summary>
    public async Task<IEnumerable<JsonObject>> ExportAsync(string query)
    {
        var body = await GetAsync("/export" + query);
        return body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject());
    }

    /// <summary>Opens a stream of changes.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/changes", UriKind.Relative));
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        return await TryAsync(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead), "GET /changes");
    }

    /// <summary>Does what fails when the process dies, and only then.</summary>
    public async Task<T> TryAsync<T>(Func<Task<T>> work, string what)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!IsOver)
                violations.Add($"{what} failed though nothing had been killed: {failure.GetBaseException().Message}");
            throw new LifeEndedException();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
