using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.OpenApi;

/// <summary>The schemas of parameters and answers.</summary>
internal static class Schemas
{
    /// <summary>Declares the answers' schemas in the document, to be referred to by name.</summary>
    public static void Declare(OpenApiDocument document)
    {
        document.AddComponent("Movie", Movie());
        document.AddComponent("Movies", Movies(document));
        document.AddComponent("Sources", InsideSchemas.Sources());
        document.AddComponent("Cluster", InsideSchemas.Cluster());
        document.AddComponent("Values", Page(Value(), withCursor: false));
        document.AddComponent("Suggestions", Suggestions());
        document.AddComponent("Problem", Problem());
        document.AddComponent("File", File());
        document.AddComponent("Files", Page(new OpenApiSchemaReference("File", document), withCursor: false));
        document.AddComponent("Notification", NotificationOperation.Request());
        document.AddComponent("NotificationAnswer", NotificationOperation.Answer());
    }

    /// <summary>The schema of a query parameter.</summary>
    public static OpenApiSchema Of(Parameter parameter)
    {
        var schema = new OpenApiSchema
        {
            Type = parameter.Range is null ? JsonSchemaType.String : JsonSchemaType.Integer,
            Pattern = parameter.Pattern,
            Enum = parameter.Choices.Count == 0 ? null : [.. parameter.Choices.Select(choice => JsonValue.Create(choice))],
        };
        if (parameter.Range is { } range)
        {
            schema.Minimum = range.First.ToString(CultureInfo.InvariantCulture);
            schema.Maximum = range.Last.ToString(CultureInfo.InvariantCulture);
        }
        if (parameter.Default is not null)
            schema.Default = Literals.Of(parameter, parameter.Default);
        return schema;
    }

    /// <summary>Any text.</summary>
    public static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    /// <summary>The fields of a movie that suppliers give.</summary>
    internal static (string Name, IOpenApiSchema Schema)[] MovieFields =>
    [
        ("title", Text("As supplied.")),
        ("year", Integer("1 to 9999.")),
        ("cast", List(Text("A name, as supplied."))),
        ("genres", List(Text("A genre, as supplied."))),
        ("href", Text("The path of its article.")),
        ("extract", Text("The beginning of its article.")),
        ("thumbnail", Text("The URL of a picture.")),
        ("thumbnail_width", Integer("The picture's width in pixels.")),
        ("thumbnail_height", Integer("The picture's height in pixels.")),
    ];

    private static OpenApiSchema Movie() => Object("A movie; what is not known of it is left out.",
        [("id", Text("Ours: begins with the year, never changes.")), .. MovieFields]);

    private static OpenApiSchema Movies(OpenApiDocument document)
    {
        var page = Page(new OpenApiSchemaReference("Movie", document), withCursor: true);
        page.Properties!["facets"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "By the name of the facet: its values, most frequent first.",
            AdditionalProperties = List(Value()),
        };
        page.Properties!["highlights"] = List(Highlights());
        return page;
    }

    private static OpenApiSchema Highlights()
    {
        var ranges = Object("Where an item matched, when `highlight` asks for it; an item for each of `items`, in their order. Ranges are in UTF-16 "
            + "units of the text, the end not included; fields without a match are left out.");
        foreach (var field in (string[])["title", "extract"])
            ranges.Properties!.Add(field, List(Numbers("Start and end.", 2)));
        foreach (var field in (string[])["cast", "genres"])
            ranges.Properties!.Add(field, List(Numbers("The entry's place in the list, from 0; start and end.", 3)));
        return ranges;
    }

    private static OpenApiSchema Numbers(string description, int count) => new()
    {
        Type = JsonSchemaType.Array,
        Description = description,
        Items = Integer("From 0."),
        MinItems = count,
        MaxItems = count,
    };

    private static OpenApiSchema Suggestions() => Object("What may be meant.",
        ("suggestions", List(Object("A title, or a name of somebody in a cast.",
            ("kind", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("title"), JsonValue.Create("cast")] }),
            ("text", Text("The title, or the name in its commonest spelling.")),
            ("year", Integer("Of a title.")),
            ("id", Text("The movie of a title.")),
            ("movies", Integer("How many movies a name is in."))))));

    private static OpenApiSchema Page(IOpenApiSchema item, bool withCursor)
    {
        var page = Object("A page of a result.",
            ("items", List(item)),
            ("total", Integer("How many there are in the whole result, exactly.")),
            ("page", Integer(withCursor ? "From 1; left out when a cursor said where." : "From 1.")),
            ("page_size", Integer("Items per page.")),
            ("has_more", new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether more follow." }));
        if (withCursor)
            page.Properties!["next"] = Text("The cursor that goes on after the last item, when more follow.");
        return page;
    }

    private static OpenApiSchema Value() => Object("A value and how many movies have it.",
        ("value", new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Integer,
            Description = "Under its commonest spelling.",
        }),
        ("count", Integer("Movies.")));

    private static OpenApiSchema File() => Object("What is known of a drop file: its version, its state and what became of its records.",
        ("id", Text("Stands for the file in an address.")));

    private static OpenApiSchema Problem() => Object("What went wrong (RFC 9457).",
        ("type", Text("A stable URN of the kind of problem.")),
        ("title", Text("The same for every problem of the kind.")),
        ("status", Integer("The status code.")),
        ("detail", Text("What it is in this case.")),
        ("instance", Text("The path that was asked.")),
        ("line", Integer("Of a body that can't be read: where.")),
        ("path", Text("Of a record that can't be used: the JSON path of what is wrong.")),
        ("reason", Text("Of a body or record that can't be used: why.")),
        ("errors", List(Object("What is wrong with one parameter.",
            ("parameter", Text("Its name.")),
            ("value", Text("Its value, shortened.")),
            ("reason", Text("Why it can't be used.")),
            ("suggestion", Text("The name that was probably meant."))))));

    internal static OpenApiSchema Object(string description, params ReadOnlySpan<(string Name, IOpenApiSchema Schema)> properties)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
        };
        foreach (var (name, property) in properties)
            schema.Properties.Add(name, property);
        return schema;
    }

    internal static OpenApiSchema List(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    internal static OpenApiSchema Integer(string description) =>
        new() { Type = JsonSchemaType.Integer, Description = description };
}
