using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.OpenApi;

/// <summary>The OpenAPI document as JSON, made when first asked for.</summary>
/// <param name="services">Has the routes, some of which have it.</param>
internal sealed class OpenApiText(IServiceProvider services)
{
    private byte[]? _json;

    /// <summary>The document.</summary>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken) => _json ??= await MakeAsync(cancellationToken);

    // Two requests may make it at once; they make the same.
    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var document = DocumentWriter.Write(services.GetRequiredService<RouteTable>());
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return json.ToArray();
    }
}
