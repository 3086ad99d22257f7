namespace MovieGrains.Tests.S3;

/// <summary>Passes requests on to an S3 server, and adds to its answers what that server does not know.</summary>
internal sealed class Forwarder(Uri server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public async Task<ProxyAnswer> AskAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), S3Uri.Of(server, request.Target));
        if (request.Body.Length > 0)
            message.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers.Where(static header => !IsOfTheLine(header.Name)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await _client.SendAsync(message, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(static header => !IsOfTheLine(header.Key))
            .Select(static header => (header.Key, string.Join(", ", header.Value)));
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return S3Gaps.Fill(request, new ProxyAnswer((int)response.StatusCode, [.. headers], body));
    }

    public void Dispose() => _client.Dispose();

    private static bool IsOfTheLine(string header) =>
        header.ToUpperInvariant() is "CONNECTION" or "KEEP-ALIVE" or "TRANSFER-ENCODING" or "CONTENT-LENGTH" or "EXPECT";
}
