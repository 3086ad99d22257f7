using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MovieGrains.Catalog.Tests.Model;

/// <summary>Canonical JSON by the plain words of the contract: no blanks, minimal escapes, numbers as spelt.</summary>
internal static class NaiveJson
{
    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }
        return json.Append('"').ToString();
    }

    public static string Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Select(p => Quote(p.Name) + ":" + Write(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Write)) + "]",
        JsonValueKind.String => Quote(value.GetString()!),
        _ => value.GetRawText(),
    };
}
