using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MovieGrains.Http.Routes;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.OpenApi;

/// <summary>Writes to movies in the OpenAPI document.</summary>
internal static class WriteOperations
{
    private const string Json = "application/json";
    private const string Bearer = "Bearer";
    private const string ApiKey = "ApiKey";

    /// <summary>Declares what they refer to.</summary>
    public static void Declare(OpenApiDocument document)
    {
        document.AddComponent("Record", Record());
        document.AddComponent("Outcomes", Outcomes());
        document.AddComponent(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key whose scopes allow what is asked. Where no keys are configured none is needed, and only the machine itself may write.",
        });
        document.AddComponent(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "The same key, for clients that can't send it as a bearer's.",
        });
    }

    /// <summary>Adds what every write has in common: who may do it, and how it is refused.</summary>
    public static void AddCommon(OpenApiOperation operation, WriteMethod write, OpenApiDocument document)
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, document)] = [] },
            [],
        ];
        var responses = operation.Responses!;
        responses["401"] = AnswerHeaders.With(
            DocumentWriter.Problem("Writing needs a key, and none or a wrong one was sent.", document),
            ("WWW-Authenticate", "How to send a key."));
        responses["403"] = AnswerHeaders.With(
            DocumentWriter.Problem("The key does not allow it, or no keys are configured and the request isn't the machine's own, or this is a read-only replica.", document),
            ("Link", "Of a read-only replica: where to write (rel=\"edit\"), when that is configured."));
        responses["413"] = DocumentWriter.Problem("The body is too large.", document);
        if (!write.ChangesMovies)
            return;
        responses["503"] = AnswerHeaders.With(
            DocumentWriter.Problem("Not ready, too many writes wait, or the storage failed. Nothing was written.", document),
            ("Retry-After", "Seconds after which to try again, when that may help."));
        responses["507"] = DocumentWriter.Problem("The storage is full. Nothing was written.", document);
    }

    /// <summary>Says what <c>POST /movies</c> takes and answers.</summary>
    public static void DescribeRecords(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters!.Add(Header("Idempotency-Key",
            "Names the request, so that it can be sent again without being done again. 1 to 200 visible characters.",
            "8e03978e-40d5-43dd-bc93-6894a57f9324"));
        operation.RequestBody = RecordsBody(document);
        var outcomes = new OpenApiSchemaReference("Outcomes", document);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = Answer("Nothing was added, and nothing rejected.", outcomes),
            ["201"] = AnswerHeaders.With(
                Answer("Something was added, and nothing rejected.", outcomes), ("Location", "The path of the movie, when it is one alone.")),
            ["207"] = Answer("Some records were rejected, and the others written.", outcomes),
            ["400"] = DocumentWriter.Problem(
                "The body is no JSON of records or torn off, or all records were rejected (then with the members of Outcomes). Nothing was written.", document),
            ["415"] = DocumentWriter.Problem("The body is not of a type that is taken, or content-coded.", document),
            ["422"] = DocumentWriter.Problem("The Idempotency-Key came with another body before.", document),
        };
    }

    /// <summary>Says what <c>PUT /movies/{id}</c> takes and answers.</summary>
    public static void DescribePut(OpenApiOperation operation, OpenApiDocument document)
    {
        var content = Content(BodyTypes.Movie, new OpenApiSchemaReference("Record", document), Example());
        operation.RequestBody = Body("The movie; what is left out is cleared. Title and year must be its own.", content);
        DescribeOne(operation, document);
    }

    /// <summary>Says what <c>PATCH /movies/{id}</c> takes and answers.</summary>
    public static void DescribePatch(OpenApiOperation operation, OpenApiDocument document)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "The fields to change; null clears one." };
        var content = Content(BodyTypes.Patch, schema, new JsonObject { ["extract"] = "A hacker learns what is real.", ["thumbnail"] = null });
        operation.RequestBody = Body("A JSON merge-patch (RFC 7396).", content);
        DescribeOne(operation, document);
    }

    /// <summary>Says what <c>DELETE /movies/{id}</c> takes and answers.</summary>
    public static void DescribeDelete(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters!.Add(IfMatch());
        operation.Responses = new OpenApiResponses
        {
            ["204"] = new OpenApiResponse { Description = "The movie is removed." },
            ["400"] = DocumentWriter.Problem("If-Match can't be used.", document),
        };
        AddOfOne(operation.Responses, document);
    }

    private static void DescribeOne(OpenApiOperation operation, OpenApiDocument document)
    {
        operation.Parameters!.Add(IfMatch());
        operation.Responses = new OpenApiResponses
        {
            ["200"] = AnswerHeaders.With(
                Answer("The movie as it is now, as GET gives it.", new OpenApiSchemaReference("Movie", document)),
                ("ETag", "Of the movie's document, as GET gives it."),
                ("Content-Location", "The movie's path; a movie that gains its href has a longer one than before.")),
            ["400"] = DocumentWriter.Problem("The body or If-Match can't be used. Nothing was written.", document),
            ["409"] = DocumentWriter.Problem("It would become another movie: title, year and a href once given can't be changed.", document),
            ["415"] = DocumentWriter.Problem("The body is not of a type that is taken, or content-coded.", document),
        };
        AddOfOne(operation.Responses, document);
    }

    private static void AddOfOne(OpenApiResponses responses, OpenApiDocument document)
    {
        responses["404"] = DocumentWriter.Problem("No movie has this id.", document);
        responses["412"] = DocumentWriter.Problem("The movie's document isn't one that If-Match names.", document);
    }

    private static OpenApiRequestBody RecordsBody(OpenApiDocument document)
    {
        var record = new OpenApiSchemaReference("Record", document);
        var oneOrMore = new OpenApiSchema { AnyOf = [record, Schemas.List(record)] };
        var content = Content(BodyTypes.Records, oneOrMore, Example());
        content["application/x-ndjson"] = new OpenApiMediaType { Schema = record };
        return Body(
            $"One record, an array of them, or one per line; at most {RecordPosts.BodyBytes >> 20} MB and {RecordPosts.MostRecords} records.",
            content);
    }

    private static OpenApiRequestBody Body(string description, Dictionary<string, OpenApiMediaType> content) =>
        new() { Required = true, Description = description, Content = content };

    private static Dictionary<string, OpenApiMediaType> Content(BodyTypes types, IOpenApiSchema schema, JsonNode example) =>
        types.Names.ToDictionary(
            name => name, _ => new OpenApiMediaType { Schema = schema, Example = example.DeepClone() }, StringComparer.Ordinal);

    private static OpenApiResponse Answer(string description, IOpenApiSchema schema) => DocumentWriter.Body(description, Json, schema);

    private static OpenApiParameter IfMatch() => Header("If-Match",
        "The tags (ETag) of the documents of which the movie's must be one for the write to happen; * for any.", "\"9f3c06d1a2b4e857\"");

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = Schemas.Text(description),
        Example = example,
    };

    private static JsonObject Example() => new()
    {
        ["title"] = "The Matrix",
        ["year"] = 1999,
        ["cast"] = new JsonArray("Keanu Reeves", "Laurence Fishburne"),
        ["genres"] = new JsonArray("Science Fiction", "Action"),
        ["href"] = "The_Matrix",
    };

    private static OpenApiSchema Record()
    {
        var record = Schemas.Object("What a supplier says of a movie. Any further field is kept; an `id` is dropped, as ids are ours.",
            [.. Schemas.MovieFields, ("deleted", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "True removes the movie." })]);
        record.Required = new HashSet<string>(StringComparer.Ordinal) { "title", "year" };
        return record;
    }

    private static OpenApiSchema Outcomes() => Schemas.Object("What became of the records.",
        ("records", Schemas.Integer("How many there were: the sum of the next five.")),
        ("added", Schemas.Integer("They made a new movie.")),
        ("updated", Schemas.Integer("They changed a movie.")),
        ("unchanged", Schemas.Integer("They changed nothing that can be seen.")),
        ("deleted", Schemas.Integer("They removed a movie.")),
        ("rejected", Schemas.Integer("They were refused.")),
        ("outcomes", Schemas.List(Schemas.Object("What became of one record.",
            ("index", Schemas.Integer("Its place, from 0.")),
            ("outcome", Schemas.Text("added, updated, unchanged, deleted or rejected.")),
            ("id", Schemas.Text("The movie's, unless it was rejected, or removed what was not there.")),
            ("path", Schemas.Text("The JSON path of what is wrong with it, when it was rejected.")),
            ("reason", Schemas.Text("Why it was rejected."))))),
        ("generation", Schemas.Integer("The generation that has them.")));
}
