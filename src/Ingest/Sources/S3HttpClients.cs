using Amazon.Runtime;

namespace MovieGrains.Ingest.Sources;

/// <summary>The HTTP client below the SDK's: one for the life of a source.</summary>
internal sealed class S3HttpClients : HttpClientFactory, IDisposable
{
    /// <summary>Names of servers change their addresses; a connection that lives no longer than this follows them.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    private readonly AsyncLocal<S3Exchange?> _current = new();

    private readonly HttpClient _client;

    /// <param name="patience">How long connecting may take.</param>
    /// <param name="keyRoot">The path before keys, such as <c>/bucket/</c>; null where the bucket is part of the server's name.</param>
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
        _client = new HttpClient(new S3ExchangeHandler(new AnswersInMemory(sockets), keyRoot, _current))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>What the caller asks for from here on belongs to one exchange, until the caller's method returns.</summary>
    public void Begin(S3Exchange exchange) => _current.Value = exchange;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    /// <summary>Reads every answer that is not an object into memory first, where it has a bound and the wait for it an end.</summary>
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
}
