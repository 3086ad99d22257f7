namespace MovieGrains.Http.Tests.Fakes;

/// <summary>Requests to a surface beside those of its own.</summary>
internal static class SurfaceRequests
{
    /// <summary>Begins a request whose answer is a stream.</summary>
    public static async Task<HttpResponseMessage> StreamAsync(
        this TestSurface surface, string target, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(surface.Address, target));
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await surface.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Posts a body.</summary>
    public static async Task<HttpResponseMessage> PostAsync(
        this TestSurface surface, string target, byte[] body, string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(surface.Address, target)) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        return await surface.Client.SendAsync(request);
    }
}
