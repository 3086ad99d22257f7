using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace MovieGrains.Http.OpenApi;

/// <summary>The OpenAPI document as JSON, made when first asked for.</summary>
internal sealed class OpenApiText(IServiceProvider services)
{
    /// <summary>What the framework calls the document.</summary>
    public const string Name = "v1";

    private byte[]? _json;

    /// <summary>The document.</summary>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken) => _json ??= await MakeAsync(cancellationToken);

    // Two requests may make it at once; they make the same.
    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return json.ToArray();
    }
}
