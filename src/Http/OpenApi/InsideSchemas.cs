using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace MovieGrains.Http.OpenApi;

/// <summary>The schemas of answers that tell where movies come from and what they are kept by.</summary>
internal static class InsideSchemas
{
    /// <summary>Of <c>/movies/{id}/sources</c>.</summary>
    public static OpenApiSchema Sources() => Schemas.Object("The records that a movie comes from.",
        ("id", Schemas.Text("The movie's id.")),
        ("sources", Schemas.List(Schemas.Object("A record of which the movie still has something; the latest first.",
            ("kind", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create("file"), JsonValue.Create("write")] }),
            ("source", Schemas.Text("Of a file: its source, as `/ingest/files` names it.")),
            ("key", Schemas.Text("Of a file: its key in the source.")),
            ("last_modified", Schemas.Text("Of a file: when it was last modified, in UTC.")),
            ("index", Schemas.Integer("Of a file: the record's place in it, from 0.")),
            ("file_id", Schemas.Text("Of a file that the ledger knows: its id there.")),
            ("link", Schemas.Text("Of a file that the ledger knows: where its report is.")),
            ("written_at", Schemas.Text("Of a client's write: when it was, in UTC; always later than all that the movie had by then.")),
            ("fields", Schemas.List(Schemas.Text("A field of the movie that the record gave."))),
            ("cleared", Schemas.List(Schemas.Text("A field that the record cleared; left out when there is none.")))))));

    /// <summary>Of <c>/cluster</c>.</summary>
    public static OpenApiSchema Cluster() => Schemas.Object("A cluster, as far as it has answered.",
        ("silos", Schemas.List(Schemas.Object("A silo; without figures when it has not answered in time.",
            [("name", Schemas.Text("Its name in the cluster.")), ("address", Schemas.Text("Where other silos reach it.")),
                ("status", Schemas.Text("What the cluster takes it for, such as `active`.")), .. Held]))),
        ("partitions", Schemas.List(Schemas.Object("An active partition: a year's owner, or one that is derived from the years.",
            [("name", Schemas.Text("`year/1999`, `genre/drama`, `actor/17`.")), ("silo", Schemas.Text("The silo that has it.")),
                ("version", Schemas.Integer("Its version: of a year, the number of its last commit.")), .. Held]))));

    private static (string Name, IOpenApiSchema Schema)[] Held =>
    [
        ("movies", Schemas.Integer("Movies that it holds.")),
        ("bytes", Schemas.Integer("Bytes of memory that these take, documents and index together.")),
        ("staleness_ms", Schemas.Integer("For how many milliseconds it has known of changes that it does not hold yet.")),
    ];
}
