namespace MovieGrains.Http.Hosting;

/// <summary>Asks a running process how it is, by another start of its program.</summary>
/// <remarks>For container images, which have neither a shell nor any other program to ask with.</remarks>
public static class Probe
{
    /// <summary>What the command line begins with; a URL follows.</summary>
    public const string Option = "--probe";

    /// <summary>How long may a healthy process take? Less than whoever runs the probe commonly waits (5 s).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Whether this start is for a probe and nothing else.</summary>
    public static bool IsAskedFor(IReadOnlyList<string> arguments) => arguments is [Option, ..];

    /// <summary>Asks, and tells on standard error what is wrong.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code: 0 when the answer is a 2xx.</returns>
    public static async Task<int> AskAsync(IReadOnlyList<string> arguments)
    {
        if (arguments is not [_, var given] || !Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return Failure.Tell(Option + " needs one URL, such as http://127.0.0.1:8080/livez.", Failure.UsageExitCode);
        // What a proxy answers says nothing of the process.
        using var handler = new HttpClientHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? 0 : Failure.Tell(FormattableString.Invariant($"{url} answers {(int)answer.StatusCode}."));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return Failure.Tell($"{url} can't be asked: {failure.Message}");
        }
    }
}
