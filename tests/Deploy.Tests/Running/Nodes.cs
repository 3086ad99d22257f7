namespace MovieGrains.Deploy.Tests.Running;

/// <summary>Short ways through JSON.</summary>
internal static class Nodes
{
    /// <summary>What is at a path of names, with dots between; null when it leads nowhere.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];
        return node;
    }

    public static string Text(this JsonNode? node, string path) => node.At(path)?.ToString() ?? "";

    public static int Number(this JsonNode? node, string path) => (int?)node.At(path) ?? 0;

    public static bool IsTrue(this JsonNode? node, string path) => (bool?)node.At(path) ?? false;

    /// <summary>The items of a list, none when there is no list.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node, string path) =>
        (node.At(path) as JsonArray ?? []).Select(static item => item!);

    /// <summary>Labels, or whatever else has names and texts.</summary>
    public static Dictionary<string, string> Pairs(this JsonNode? node, string path) =>
        (node.At(path) as JsonObject ?? []).ToDictionary(static pair => pair.Key, static pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);

    /// <summary>All objects within, itself first.</summary>
    public static IEnumerable<JsonObject> Within(this JsonNode? node)
    {
        if (node is JsonObject itself)
            yield return itself;
        IEnumerable<JsonNode?> inner = node switch { JsonObject o => o.Select(static pair => pair.Value), JsonArray a => a, _ => [] };
        foreach (var found in inner.SelectMany(static one => one.Within()))
            yield return found;
    }
}
