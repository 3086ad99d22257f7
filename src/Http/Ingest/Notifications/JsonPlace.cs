using System.Text.Json;

namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>A value and where it stands, so that a fault can say so.</summary>
/// <param name="Value">The value; undefined where there is none.</param>
/// <param name="Path">Where it stands, such as <c>$.Records[0].s3</c>.</param>
internal readonly record struct JsonPlace(JsonElement Value, string Path)
{
    /// <summary>Whether it is an object with such a member, other than null.</summary>
    public bool Has(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var member)
        && member.ValueKind != JsonValueKind.Null;

    /// <summary>A member; undefined where there is none.</summary>
    public JsonPlace Member(string name) => new(Has(name) ? Value.GetProperty(name) : default, $"{Path}.{name}");

    /// <summary>The items of an array.</summary>
    /// <exception cref="MalformedNotificationException">It is none.</exception>
    public IEnumerable<JsonPlace> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Fault("an array is wanted");
        var path = Path;
        return Value.EnumerateArray().Select((item, index) => new JsonPlace(item, $"{path}[{index}]"));
    }

    /// <summary>The text, or null where there is another value or none.</summary>
    public string? TextOrNull() => Value.ValueKind == JsonValueKind.String ? Text() : null;

    /// <summary>The text, which is not empty.</summary>
    /// <exception cref="MalformedNotificationException">There is none.</exception>
    public string Text()
    {
        if (Value.ValueKind != JsonValueKind.String)
            throw Fault("a text is wanted");
        try
        {
            return Value.GetString() is { Length: > 0 } text ? text : throw Fault("the text is empty");
        }
        catch (InvalidOperationException)
        {
            // JSON can spell halves of characters, and bytes that are no UTF-8.
            throw Fault("the text is not Unicode");
        }
    }

    /// <summary>Something is wrong here.</summary>
    public MalformedNotificationException Fault(string reason) => new(Path, reason);
}
