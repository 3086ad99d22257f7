using System.Globalization;
using System.Text.Json.Nodes;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.OpenApi;

/// <summary>A parameter's values as JSON, of the type that its schema has.</summary>
internal static class Literals
{
    /// <summary>The value as JSON.</summary>
    public static JsonNode Of(Parameter parameter, string value) => parameter.Range is null
        ? JsonValue.Create(value)
        : JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture));
}
