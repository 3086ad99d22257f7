using System.Net;

namespace MovieGrains.Http.Hosting;

/// <summary>Asks a running process how it is, by another start of its program.</summary>
/// <remarks>For container images, which have neither a shell nor any other program to ask with. Their health check is fixed when they are built,
/// so a process that was told to speak HTTPS is found by the URL of HTTP, too.</remarks>
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
        using var client = Client(isOwn: IsOfThisMachine(url));
        try
        {
            var status = await StatusAsync(client, url).ConfigureAwait(false);
            return (int)status is >= 200 and < 300 ? 0 : Failure.Tell(FormattableString.Invariant($"{url} answers {(int)status}."));
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return Failure.Tell($"{url} can't be asked: {(failure.InnerException ?? failure).Message}");
        }
    }

    /// <summary>The status of an answer; by HTTPS, when on this machine somebody listens who does not speak HTTP.</summary>
    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri url)
    {
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return answer.StatusCode;
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError != HttpRequestError.ConnectionError && IsOfThisMachine(url) && url.Scheme is "http")
        {
            var secure = new UriBuilder(url) { Scheme = "https", Port = url.Port }.Uri;
            using var answer = await client.GetAsync(secure, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return answer.StatusCode;
        }
    }

    /// <summary>A client that no proxy stands before: what one answers says nothing of the process.</summary>
    /// <param name="isOwn">Whether it asks this machine. Then the certificate is not looked at, as Kubernetes doesn't either: it is of the name that
    /// others know, nothing that is worth hiding is sent or believed, and whoever answers there in place of the process is on this machine
    /// already. One that has run out is told by those who come from elsewhere.</param>
    private static HttpClient Client(bool isOwn)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (isOwn)
        {
#pragma warning disable CA5359 // Not looked at on purpose, of this machine alone.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        return new HttpClient(handler) { Timeout = Patience };
    }

    private static bool IsOfThisMachine(Uri url) => url.IsLoopback;
}
