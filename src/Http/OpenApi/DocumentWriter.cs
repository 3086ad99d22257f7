using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.OpenApi;

/// <summary>Makes the OpenAPI document from the tables of routes and parameters.</summary>
/// <remarks>
/// The framework would describe handlers by their signatures, and load a good part of MVC at every start to do so; ours have none, as they
/// read raw targets. The tables are what they run on, so that what is written here is what is done.
/// </remarks>
internal static class DocumentWriter
{
    private const string Json = "application/json";

    /// <summary>Makes it.</summary>
    public static OpenApiDocument Write(RouteTable routes)
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "MovieGrains",
                Version = "v1",
                Description = "A movie catalogue. Parameters combine with AND; every path takes OPTIONS, and HEAD where it takes GET.",
            },
            Servers = [new OpenApiServer { Url = "/" }],
            Paths = new OpenApiPaths(),
        };
        Schemas.Declare(document);
        WriteOperations.Declare(document);
        foreach (var route in routes.All)
        {
            if (!route.IsHidden)
                document.Paths.Add(route.Pattern, Path(route, document));
        }
        return document;
    }

    private static OpenApiPathItem Path(Route route, OpenApiDocument document)
    {
        var operations = new Dictionary<HttpMethod, OpenApiOperation>();
        if (route.AnswerAsync is not null)
            operations.Add(HttpMethod.Get, Read(route, document));
        foreach (var write in route.Writes)
            operations.Add(new HttpMethod(write.Method), Write(route, write, document));
        return new OpenApiPathItem { Operations = operations };
    }

    private static OpenApiOperation Read(Route route, OpenApiDocument document)
    {
        var operation = new OpenApiOperation
        {
            Summary = route.Summary,
            OperationId = OperationId("get", route.Pattern),
            Parameters = [.. PathParameters(route)],
            Responses = Responses(route, document),
        };
        foreach (var parameter in route.Parameters.All)
            operation.Parameters.Add(QueryParameter(parameter));
        return operation;
    }

    private static OpenApiOperation Write(Route route, WriteMethod write, OpenApiDocument document)
    {
        var operation = new OpenApiOperation
        {
            Summary = write.Summary,
            OperationId = OperationId(write.Method.ToLowerInvariant(), route.Pattern),
            Parameters = [.. PathParameters(route)],
            Responses = new OpenApiResponses { ["default"] = new OpenApiResponse { Description = write.Summary } },
        };
        write.Describe?.Invoke(operation, document);
        WriteOperations.AddCommon(operation, write, document);
        return operation;
    }

    private static IEnumerable<OpenApiParameter> PathParameters(Route route) =>
        route.Pattern.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => PathParameter(route, segment.Trim('{', '}')));

    private static OpenApiParameter PathParameter(Route route, string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = PathDescription(route, name),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = PathExample(route, name),
    };

    private static string PathDescription(Route route, string name)
    {
        if (route.Kind == AnswerKind.File)
            return "The file's id, as the list has it.";
        if (route.Path is not { } path)
            return "The movie's id, as documents have it.";
        var meaning = path.Segments.Length > 1
            ? $"The {name} name of somebody in the cast; the parts, joined by blanks, must be the whole name."
            : $"As the parameter {MovieParameters.Filter(path.Kind).Name}, but without operators.";
        return path.Blank == '_' ? meaning + " `_` stands for a blank." : meaning;
    }

    private static string PathExample(Route route, string name) => (route.Path, name) switch
    {
        (null, _) when route.Kind == AnswerKind.File => "9f3c06d1a2b4e857",
        (null, _) => "1999-qfwe6w7c7xj7",
        ({ Segments.Length: 2 }, "first") => "Tom",
        ({ Segments.Length: 2 }, "last") => "Hanks",
        (_, "first") => "Yahya",
        (_, "middle") => "Abdul-Mateen",
        (_, "last") => "II",
        (_, "year") => "1999",
        (_, "genre") => "Comedy",
        ({ Blank: '_' }, "name") => "the_matrix",
        ({ Blank: '_' }, _) => "tom_hanks",
        // As it is called, not as it is encoded: tools encode what they are given, and would do it twice.
        (_, "name") => "Face/Off",
        _ => "tom hanks",
    };

    private static OpenApiParameter QueryParameter(Parameter parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Required = parameter.IsRequired,
        Description = parameter.Description,
        // A filter may be given again and again, and only an array, exploded, lets a generated client do so.
        Schema = parameter.IsFilter ? Schemas.List(Schemas.Of(parameter)) : Schemas.Of(parameter),
        Style = parameter.IsFilter ? ParameterStyle.Form : null,
        Explode = parameter.IsFilter,
        Example = parameter.Example.Length == 0 ? null : Example(parameter),
    };

    private static JsonNode Example(Parameter parameter)
    {
        var literal = Literals.Of(parameter, parameter.Example);
        return parameter.IsFilter ? new JsonArray(literal) : literal;
    }

    private static OpenApiResponses Responses(Route route, OpenApiDocument document)
    {
        var responses = new OpenApiResponses();
        if (route.Kind == AnswerKind.Gone)
        {
            responses.Add("410", Problem("It is gone; the detail says what to do instead.", document));
            return responses;
        }
        if (route.Kind == AnswerKind.Html)
        {
            responses.Add("301", new OpenApiResponse { Description = "The page itself is at /docs/index.html." });
            return responses;
        }
        responses.Add("200", AnswerHeaders.OfRead(Success(route, document), route.Kind));
        if (route.Kind is not (AnswerKind.Export or AnswerKind.Changes))
            responses.Add("304", new OpenApiResponse { Description = "The client has it already (If-None-Match)." });
        if (route.NeedsCatalog || route.Kind is AnswerKind.Files or AnswerKind.File or AnswerKind.Cluster)
            responses.Add("400", Problem("Parameters can't be used; each is explained under errors.", document));
        if (route.Kind is AnswerKind.Movie or AnswerKind.Sources)
            responses.Add("404", Problem("No movie has this id.", document));
        if (route.Kind == AnswerKind.File)
            responses.Add("404", Problem("No file has this id.", document));
        if (route.Kind == AnswerKind.Cluster)
            responses.Add("404", Problem("It is one process and no cluster.", document));
        if (route.Kind == AnswerKind.Changes)
            StreamAnswers.AddRefusals(responses, document);
        if (route.NeedsCatalog || route.TellsReadiness)
            responses.Add("503", Problem("Not ready: the first load is not yet complete, or the process is stopping.", document));
        return responses;
    }

    private static OpenApiResponse Success(Route route, OpenApiDocument document) => route.Kind switch
    {
        AnswerKind.Movies => Movies(route, document),
        AnswerKind.Movie => Body("The movie.", Json, new OpenApiSchemaReference("Movie", document)),
        AnswerKind.Sources => Body("The records that the movie comes from.", Json, new OpenApiSchemaReference("Sources", document)),
        AnswerKind.Values => Body("A page of values.", Json, new OpenApiSchemaReference("Values", document)),
        AnswerKind.Suggestions => Body("The suggestions.", Json, new OpenApiSchemaReference("Suggestions", document)),
        AnswerKind.Export => StreamAnswers.Export(document),
        AnswerKind.Changes => StreamAnswers.Changes(),
        AnswerKind.Files => Body("A page of files.", Json, new OpenApiSchemaReference("Files", document)),
        AnswerKind.File => Body("The file.", Json, new OpenApiSchemaReference("File", document)),
        AnswerKind.Cluster => Body("The cluster, as far as it has answered.", Json, new OpenApiSchemaReference("Cluster", document)),
        AnswerKind.Json => Body(route.Summary, Json, new OpenApiSchema { Type = JsonSchemaType.Object }),
        AnswerKind.Page => Body(route.Summary, "text/html", Schemas.Text(route.Summary)),
        _ => Body(route.Summary, "text/plain", Schemas.Text(route.Summary)),
    };

    private static OpenApiResponse Movies(Route route, OpenApiDocument document)
    {
        var body = Body("A page of movies.", Json, new OpenApiSchemaReference("Movies", document));
        if (route.VariesByAccept)
            body.Content!["text/html"] = new OpenApiMediaType { Schema = Schemas.Text("A page for people.") };
        return body;
    }

    internal static OpenApiResponse Problem(string description, OpenApiDocument document) =>
        Body(description, "application/problem+json", new OpenApiSchemaReference("Problem", document));

    internal static OpenApiResponse Body(string description, string type, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [type] = new OpenApiMediaType { Schema = schema },
        },
    };

    // "/movies/year/{year}" becomes "get_movies_year_year": unique, as patterns are.
    private static string OperationId(string method, string pattern) =>
        method + string.Concat(pattern.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : c is '/' ? "_" : ""));
}
