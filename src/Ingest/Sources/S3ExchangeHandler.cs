namespace MovieGrains.Ingest.Sources;

/// <summary>Stands between the SDK and the line while an object is asked for.</summary>
/// <param name="inner">What sends.</param>
/// <param name="keyRoot">The path before keys, such as <c>/bucket/</c>; null where the bucket is part of the server's name.</param>
/// <param name="current">The exchange that a request belongs to; null for listings.</param>
internal sealed class S3ExchangeHandler(HttpMessageHandler inner, string? keyRoot, AsyncLocal<S3Exchange?> current)
    : DelegatingHandler(inner)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (current.Value is not { } exchange)
            return await base.SendAsync(request, cancellationToken);
        if (exchange.LacksSlash && keyRoot is not null)
            request.RequestUri = new Uri(Restore(request.RequestUri!.OriginalString, keyRoot), AsItIs);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode)
            exchange.Take(answer);
        return answer;
    }

    /// <summary>Gives an address the slash back with which its key begins.</summary>
    /// <remarks>The SDK signs the right path, and drops that slash where the bucket's name stands before it.</remarks>
    private static string Restore(string address, string keyRoot)
    {
        var path = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + "://".Length);
        return address.Insert(path + keyRoot.Length, "/");
    }
}
