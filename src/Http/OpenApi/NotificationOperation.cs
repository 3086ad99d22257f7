using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace MovieGrains.Http.OpenApi;

/// <summary>Notifications in the OpenAPI document.</summary>
internal static class NotificationOperation
{
    private const string Json = "application/json";

    /// <summary>Says what a notification's path takes and answers.</summary>
    public static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "An object, a list of them, or an event of S3, EventBridge, SNS, SQS or MinIO; at most 256 kB. " +
                "The media type does not matter.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference("Notification", document),
                    Example = new JsonObject { ["bucket"] = "movies", ["key"] = "drops/2026-01.json" },
                },
            },
        };
        var answer = new OpenApiSchemaReference("NotificationAnswer", document);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = DocumentWriter.Body("There was nothing to do.", Json, answer),
            ["202"] = DocumentWriter.Body("The objects will be looked at soon; of one, Location has the file.", Json, answer),
            ["400"] = DocumentWriter.Problem("It is of no form that is taken.", document),
            ["404"] = DocumentWriter.Problem("No source has any of the objects.", document),
            ["413"] = DocumentWriter.Problem("It is too long.", document),
            ["503"] = DocumentWriter.Problem("Too many notifications wait already; the next look at the source finds what has changed.", document),
        };
    }

    /// <summary>The schema of what is taken.</summary>
    public static OpenApiSchema Request() => new()
    {
        Description = "The plain form is described; the others are as their services send them.",
        Type = JsonSchemaType.Object | JsonSchemaType.Array,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["bucket"] = Schemas.Text("The bucket's name."),
            ["key"] = Schemas.Text("The object's key, not encoded."),
        },
    };

    /// <summary>The schema of what is answered.</summary>
    public static OpenApiSchema Answer() => Schemas.Object("What was taken.",
        ("accepted", Schemas.Integer("How many objects will be looked at.")),
        ("files", Objects("They.")),
        ("ignored", Objects("Those that no source has.")),
        ("note", Schemas.Text("Why there was nothing to do for other parts of it.")));

    private static OpenApiSchema Objects(string description) => Schemas.List(Schemas.Object(description,
        ("bucket", Schemas.Text("The bucket's name.")),
        ("key", Schemas.Text("The object's key.")),
        ("file", Schemas.Text("The path of its entry in the ledger, when it was accepted."))));
}
