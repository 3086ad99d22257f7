using Amazon.Runtime;

namespace MovieGrains.Ingest.Sources;

/// <summary>The HTTP client below the SDK's: one for the life of a source.</summary>
internal sealed class S3HttpClients : HttpClientFactory, IDisposable
{
    /// <summary>Names of servers change their addresses; a connection that lives no longer than this follows them.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Whether the request being made is for a key that begins with a slash, and its path lacks that.</summary>
    private readonly AsyncLocal<bool> _lacksSlash = new();

    private readonly HttpClient _client;

    /// <param name="patience">How long connecting may take.</param>
    /// <param name="keyRoot">The path before keys, <c>/bucket/</c>; null where the bucket is part of the server's name.</param>
    public S3HttpClients(TimeSpan patience, string? keyRoot)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = patience,
            PooledConnectionLifetime = ConnectionLifetime,
            // Who stops reading an object does not want the rest of it.
            MaxResponseDrainSize = 0,
        };
        // Patience is the caller's, who counts it by its own clock.
        HttpMessageHandler handler = new AnswersInMemory(sockets);
        if (keyRoot is not null)
            handler = new LeadingSlash(handler, keyRoot, _lacksSlash);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Tells of the key that is asked for, for as long as the caller's method runs.</summary>
    public void Ask(string key) => _lacksSlash.Value = key.StartsWith('/');

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    /// <summary>Reads every answer that is not an object into memory first.</summary>
    /// <remarks>The SDK reads listings and errors synchronously, where a server that stops in the middle holds it for ever.</remarks>
    private sealed class AnswersInMemory(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        /// <summary>A page of 1,000 keys of 1,024 bytes, each escaped to three, with what else is said of them, fits twice.</summary>
        private const long MaxBytes = 8 << 20;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                if (!response.IsSuccessStatusCode || request.RequestUri!.Query.Contains("list-type=", StringComparison.Ordinal))
                    await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    /// <summary>Gives a path the slash back with which its key begins.</summary>
    /// <remarks>The SDK signs the right path, and drops that slash from the address where the bucket's name stands before it.</remarks>
    private sealed class LeadingSlash(HttpMessageHandler inner, string keyRoot, AsyncLocal<bool> lacksSlash) : DelegatingHandler(inner)
    {
        private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (lacksSlash.Value)
                request.RequestUri = new Uri(Restore(request.RequestUri!.OriginalString), AsItIs);
            return base.SendAsync(request, cancellationToken);
        }

        private string Restore(string address)
        {
            var path = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + "://".Length);
            return address.Insert(address.IndexOf(keyRoot, path, StringComparison.Ordinal) + keyRoot.Length, "/");
        }
    }
}
