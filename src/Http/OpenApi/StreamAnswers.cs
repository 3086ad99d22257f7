using Microsoft.OpenApi;

namespace MovieGrains.Http.OpenApi;

/// <summary>The answers that are streams, for the OpenAPI document.</summary>
internal static class StreamAnswers
{
    /// <summary>An export.</summary>
    public static OpenApiResponse Export(OpenApiDocument document)
    {
        var response = DocumentWriter.Body(
            "All movies of the query as they are at one moment, each a line of JSON. A body that ends early ends with a broken connection.",
            "application/x-ndjson",
            new OpenApiSchemaReference("Movie", document));
        response.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
        {
            ["Movies-Generation"] = new OpenApiHeader { Description = "The generation that the movies are of.", Schema = Schemas.Integer("From 0.") },
        };
        return response;
    }

    /// <summary>A stream of changes.</summary>
    public static OpenApiResponse Changes() => DocumentWriter.Body(
        "Server-sent events `added`, `updated` and `deleted`, whose data is an object with `kind`, `id` (the movie's), `generation` and " +
        "`source`; `expired` when the stream can't go on. The header `Last-Event-ID` goes on after an event's id.",
        "text/event-stream",
        Schemas.Text("Events, without end."));

    /// <summary>What is answered in place of a stream of changes.</summary>
    public static void AddRefusals(OpenApiResponses responses, OpenApiDocument document)
    {
        responses.Add("404", DocumentWriter.Problem("This process keeps no record of what changes.", document));
        responses.Add("410", DocumentWriter.Problem("The changes to go on with are no longer remembered.", document));
    }
}
