using Microsoft.OpenApi;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.OpenApi;

/// <summary>The headers of answers, for the OpenAPI document.</summary>
internal static class AnswerHeaders
{
    private static readonly (string Name, string Description) Tag =
        ("ETag", "A hash of the body, the same on every replica; If-None-Match with it gives 304.");

    private static readonly (string Name, string Description) Timing = ("Server-Timing", "The engine's own time, in milliseconds.");

    private static readonly (string Name, string Description) Links =
        ("Link", "The same query's next, prev and first page (RFC 8288), as far as they are there.");

    /// <summary>Adds to the answer those that a GET of this kind has.</summary>
    public static OpenApiResponse OfRead(OpenApiResponse response, AnswerKind kind) => kind switch
    {
        AnswerKind.Movies or AnswerKind.Values => With(response, Tag, Links, Timing),
        AnswerKind.Movie or AnswerKind.Suggestions => With(response, Tag, Timing),
        AnswerKind.Sources or AnswerKind.Cluster or AnswerKind.Json or AnswerKind.Text => With(response, Tag),
        _ => response,
    };

    /// <summary>Adds headers to an answer.</summary>
    public static OpenApiResponse With(OpenApiResponse response, params ReadOnlySpan<(string Name, string Description)> headers)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        foreach (var (name, description) in headers)
            response.Headers[name] = new OpenApiHeader { Description = description, Schema = Schemas.Text(description) };
        return response;
    }
}
